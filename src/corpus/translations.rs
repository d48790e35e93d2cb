//! Which page a translation was made of.

use super::library::Library;

impl Library<'_> {
    /// The page of the same name in the first language; none for pages of that language and for those without one.
    pub fn original_of(&self, page: usize) -> Option<usize> {
        let page = &self.pages[page];
        let languages = &self.inputs.config.languages;
        let (own, first) = (languages.get(page.language)?, languages.first()?);
        if page.language == 0 {
            return None;
        }
        let inside = page.path.strip(&own.folder)?;
        let stem = inside.stem().strip_suffix(&*own.suffix)?;
        let name = format!("{stem}{}.{}", first.suffix, inside.extension());
        let original = first.folder.join(inside.with_file_name(&name).as_str())?;
        self.page_at(&original).filter(|found| self.pages[*found].language == 0)
    }
}

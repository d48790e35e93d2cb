#!/usr/bin/env bash
# Builds the same folder of Markdown with waybook and with Hugo and compares time and memory:
# `benches/against_hugo.sh FOLDER`. Needs hugo, hyperfine and GNU time. Hugo gets the bare files, a theme of two
# templates and, as every playbook has, a tree of all pages on each page.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$(realpath "${1:?which folder of Markdown files?}")"
for tool in hugo hyperfine; do
    command -v "$tool" >/dev/null || { echo "\`$tool\` is not installed" >&2; exit 2; }
done
[ -x target/release/waybook ] || cargo build --release --locked
waybook="$PWD/target/release/waybook"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
site="$work/hugo"
mkdir -p "$site/layouts/_default" "$site/layouts/partials" "$site/content"
printf 'baseURL = "https://example.com/"\ntitle = "Bench"\ndisableKinds = ["taxonomy", "term", "RSS"]\nignoreErrors = ["error-missing-instagram-accesstoken"]\n[markup.goldmark.renderer]\nunsafe = true\n' >"$site/config.toml"

# Hugo stops at front matter that it cannot read, and at `{{`: it gets the pages without either.
(cd "$folder" && find . -name '*.md' -not -path '*/_site/*') | while read -r file; do
    mkdir -p "$site/content/$(dirname "$file")"
    title="$(basename "$file" .md)"
    target="$site/content/$file"
    [ "$title" = index ] && target="$site/content/$(dirname "$file")/_index.md"
    { printf -- '---\ntitle: "%s"\n---\n' "$title"
      sed -e '1s/^\xef\xbb\xbf//' "$folder/$file" | awk 'NR==1 && /^---[ \t\r]*$/ {front=1; next} front && /^---[ \t\r]*$/ {front=0; next} !front' | sed 's/{{/{ {/g'
    } >"$target"
done
cat >"$site/layouts/partials/tree.html" <<'HTML'
<ul>{{ range .root.Pages }}<li><a href="{{ .RelPermalink }}"{{ if eq . $.page }} aria-current="page"{{ end }}>{{ .Title }}</a>{{ if .IsSection }}{{ partial "tree.html" (dict "root" . "page" $.page) }}{{ end }}</li>{{ end }}</ul>
HTML
for kind in single list; do
    cat >"$site/layouts/_default/$kind.html" <<'HTML'
<!doctype html><html lang="en"><head><title>{{ .Title }}</title></head><body>
<nav>{{ partial "tree.html" (dict "root" .Site.Home "page" .) }}</nav><main>{{ .Content }}</main></body></html>
HTML
done

pages="$(find "$site/content" -name '*.md' | wc -l)"
printf '== time, %s pages\n' "$pages"
hyperfine --warmup 1 --runs 10 --export-json "$work/times.json" \
    --prepare "rm -rf '$work/a'" -n waybook "$waybook build --project '$folder' --out '$work/a'" \
    --prepare "rm -rf '$work/b'" -n hugo "hugo --quiet --source '$site' --destination '$work/b'"

printf '== memory at most, KB\n'
for run in "$waybook build --project $folder --out $work/c" "hugo --quiet --source $site --destination $work/d"; do
    /usr/bin/time -f "%M  ${run%% *}" sh -c "$run" 2>&1 >/dev/null | tail -n 1
done
printf '== files written\n'
find "$work/c" -type f | wc -l
find "$work/d" -type f | wc -l

//! Sound pages with tables of tasks, as the playbooks write them, in six languages.

use crate::rng::Rng;

/// A page as its lines.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) lines: Vec<Line>,
    pub(crate) newline: &'static str,
    /// The ids of the rows, in order.
    pub(crate) ids: Vec<String>,
    /// The dates of the refresh rows, in order.
    pub(crate) dates: Vec<String>,
}

/// One line, and whether damage has touched it.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) part: Part,
    pub(crate) touched: bool,
}

/// What a line was before it was damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Anything but a table of tasks or refresh entries.
    Other,
    /// The header of a table of tasks, by the number of the table.
    Header(usize),
    /// Its delimiter row.
    Delimiter(usize),
    /// A row of it: table, and index into [`Sample::ids`].
    Row(usize, usize),
    /// Header or delimiter row of the refresh summary.
    RefreshHead,
    /// A row of the refresh summary.
    RefreshRow,
}

impl Sample {
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{}{}", line.text, self.newline)).collect()
    }

    fn push(&mut self, text: impl Into<String>, part: Part) {
        self.lines.push(Line { text: text.into(), part, touched: false });
    }

    fn other(&mut self, text: &str) {
        self.push(text, Part::Other);
    }
}

/// The words of one language.
struct Tongue {
    headings: [&'static str; 3],
    header: [&'static str; 5],
    refresh: [&'static str; 3],
    letters: [&'static str; 2],
    roles: &'static [&'static str],
    services: &'static [&'static str],
    names: &'static [&'static str],
}

const TONGUES: [Tongue; 6] = [
    Tongue {
        headings: ["Approach", "FTOP Tasks", "Refresh Summary"],
        header: ["Task ID", "Task Name", "(M)andatory / (O)ptional", "FastTrack Role", "Services"],
        refresh: ["Date", "Who Changed", "What Changed"],
        letters: ["M", "O"],
        roles: &[
            "FastTrack Manager",
            "FastTrack Engineer",
            "FM",
            "Migration Velocity Manager",
            "FastTrack Engineer/FM",
        ],
        services: &[
            "All Services",
            "Core Onboarding",
            "Exchange",
            "Exchange/OneDrive for Business",
            "Office 365 ProPlus",
            "Teams, Yammer",
        ],
        names: &[
            "Validate with test batch",
            "Complete [technical assessment](../assess/technical.md)",
            "Send Email \\#1 {Wizard}",
            "Discuss Office 365 roadmap",
            "Either this \\| or that",
            "Kickoff - customer meeting<br>second line",
            "**Plan** the migration of 2019",
        ],
    },
    Tongue {
        headings: ["Ansatz", "FTOP-Aufgaben", "Zusammenfassung aktualisieren"],
        header: ["Aufgaben-ID", "Name der Aufgabe", "(E) Erforderlich (O) Optional", "FastTrack-Rolle", "Dienste"],
        refresh: ["Datum", "Geändert durch", "Was wurde geändert"],
        letters: ["E", "O"],
        roles: &["FastTrack-Manager", "FastTrack-Engineer", "Migrationsgeschwindigkeitsmanager"],
        services: &["Alle Dienste", "Haupt-Onboarding", "Exchange, SharePoint", "Teams"],
        names: &["Überprüfung – Testlauf", "Bewertung [abschließen](bewertung.md)", "E-Mail senden {Wizard}"],
    },
    Tongue {
        headings: ["Enfoque", "Tareas de FTOP", "Resumen de actualización"],
        header: [
            "Id. de la tarea",
            "Nombre de la tarea",
            "(O)bligatorio / (O)pcional",
            "Rol de FastTrack",
            "Servicios",
        ],
        refresh: ["Fecha", "Quién cambió", "Qué cambió"],
        letters: ["M", "O"],
        roles: &["Administrador de FastTrack", "Ingeniero de FastTrack"],
        services: &["Todos los servicios", "Exchange y Teams", "SharePoint"],
        names: &["Validar el lote de prueba", "Enviar correo nº 2 - aviso", "Revisión de [datos](datos.md) y más"],
    },
    Tongue {
        headings: ["Abordagem", "Tarefas do FTOP", "Resumo de atualização"],
        header: [
            "ID da tarefa",
            "Nome da tarefa",
            "O(b)rigatório / (O)pcional",
            "Função do Microsoft FastTrack",
            "Serviços",
        ],
        refresh: ["Data", "Quem mudou", "O que mudou"],
        letters: ["M", "O"],
        roles: &["Gerente Microsoft FastTrack", "Engenheiro Microsoft FastTrack", "Engenheiro FastTrack (FE)"],
        services: &["Todos os serviços", "Exchange", "OneDrive for Business / SharePoint"],
        names: &["Validar o lote de teste", "Reunião inicial e plano", "Enviar [aviso](aviso.md) ao cliente"],
    },
    Tongue {
        headings: ["アプローチ", "FTOP タスク", "概要の更新"],
        header: ["タスク ID", "タスク名", "(M) 必須/(O) オプション", "FastTrack の役割", "サービス"],
        refresh: ["日付", "変更者", "変更内容"],
        letters: ["M", "O"],
        roles: &["FastTrack マネージャー", "FastTrack エンジニア"],
        services: &["すべてのサービス", "Exchange、Teams", "コア オンボーディング"],
        names: &["テスト バッチの検証", "[評価](評価.md)の完了", "メール送信 {Wizard}"],
    },
    Tongue {
        headings: ["方法", "FTOP 任务", "刷新摘要"],
        header: ["任务 ID", "任务名称", "(M) 强制性/(O) 可选", "FastTrack 角色", "服务"],
        refresh: ["日期", "变更人", "变更内容"],
        letters: ["M", "O"],
        roles: &["FastTrack 经理", "FastTrack 工程师"],
        services: &["所有服务", "Exchange，Teams", "核心入门培训"],
        names: &["验证测试批次", "完成[技术评估](评估.md)", "发送电子邮件 - 第二封"],
    },
];

/// How the rows of one table are written.
struct Form {
    columns: Vec<usize>,
    closed: bool,
    prefix: &'static str,
}

impl Form {
    fn row(&self, cells: &[String]) -> String {
        let own: Vec<&str> = self.columns.iter().map(|at| cells[*at].as_str()).collect();
        format!("{}| {}{}", self.prefix, own.join(" | "), if self.closed { " |" } else { "" })
    }
}

/// A sound page.
pub(crate) fn sample(rng: &mut Rng) -> Sample {
    let tongue = &TONGUES[if rng.chance(40) { 0 } else { rng.below(TONGUES.len()) }];
    let newline = if rng.chance(30) { "\r\n" } else { "\n" };
    let mut page = Sample { lines: Vec::new(), newline, ids: Vec::new(), dates: Vec::new() };
    opening(&mut page, rng, tongue);
    let tables = 1 + rng.below(2);
    for number in 0..tables {
        step(&mut page, rng, tongue, number);
    }
    if rng.chance(50) {
        refreshes(&mut page, rng, tongue);
    }
    page
}

fn opening(page: &mut Sample, rng: &mut Rng, tongue: &Tongue) {
    if rng.chance(60) {
        let bom = if rng.chance(20) { "\u{feff}---" } else { "---" };
        [bom, "title: Migration", "ms.date: 06/30/2020", "---", ""].iter().for_each(|line| page.other(line));
    }
    ["# Migration", "", "Phase: **Migrate**", ""].iter().for_each(|line| page.other(line));
    if rng.chance(30) {
        ["| Term | Meaning |", "| --- | --- |", "| Batch | Mailboxes moved together |", ""]
            .iter()
            .for_each(|line| page.other(line));
    }
    page.other(&format!("## {}", tongue.headings[0]));
    page.other("");
}

fn step(page: &mut Sample, rng: &mut Rng, tongue: &Tongue, number: usize) {
    page.other(&format!("### Step {}", number + 1));
    ["", "What to do, in words.", ""].iter().for_each(|line| page.other(line));
    if rng.chance(70) {
        page.other(&format!("#### {}", tongue.headings[1]));
        page.other("");
    }
    if rng.chance(30) {
        page.other("The tasks of this step:");
        page.other("");
    }
    table(page, rng, tongue, number);
    if rng.chance(80) {
        page.other("");
    }
    if rng.chance(40) {
        page.other("Text after the table.");
        page.other("");
    }
    if rng.chance(20) {
        ["", "| Tool | Limit |", "| --- | --- |", "| Mover | 10 GB |", ""].iter().for_each(|line| page.other(line));
    }
}

fn table(page: &mut Sample, rng: &mut Rng, tongue: &Tongue, number: usize) {
    let columns: &[usize] = match rng.below(10) {
        0 => &[0, 1, 3, 4],
        1 => &[0, 1, 2, 4],
        2 => &[0, 1, 2, 3],
        _ => &[0, 1, 2, 3, 4],
    };
    let prefix = *[&"", &"", &"", &"", &"> ", &"   "][rng.below(6)];
    let form = Form { columns: columns.to_vec(), closed: rng.chance(80), prefix };
    let rule = if rng.chance(70) { "---" } else { ":-----" };
    page.push(form.row(&tongue.header.map(str::to_owned)), Part::Header(number));
    page.push(form.row(&[rule, rule, rule, rule, rule].map(str::to_owned)), Part::Delimiter(number));
    for _ in 0..1 + rng.below(5) {
        let id = fresh_id(page, rng);
        let row = page.ids.len();
        let cells = [
            id.clone(),
            rng.pick(tongue.names).to_owned(),
            rng.pick(&tongue.letters).to_owned(),
            rng.pick(tongue.roles).to_owned(),
            rng.pick(tongue.services).to_owned(),
        ];
        page.push(form.row(&cells), Part::Row(number, row));
        page.ids.push(id);
    }
}

/// Three or four digits that stand nowhere else on the page, in no name and in no date.
fn fresh_id(page: &Sample, rng: &mut Rng) -> String {
    loop {
        let id = if rng.chance(10) { 400 + rng.below(599) } else { 2200 + rng.below(6000) }.to_string();
        if !page.ids.contains(&id) {
            return id;
        }
    }
}

fn refreshes(page: &mut Sample, rng: &mut Rng, tongue: &Tongue) {
    page.other("");
    page.other(&format!("## {}", tongue.headings[2]));
    page.other("");
    let form = Form { columns: vec![0, 1, 2], closed: rng.chance(80), prefix: "" };
    page.push(form.row(&tongue.refresh.map(str::to_owned)), Part::RefreshHead);
    page.push(form.row(&["---", "---", "---"].map(str::to_owned)), Part::RefreshHead);
    for number in 0..1 + rng.below(4) {
        let date = match rng.below(3) {
            0 => format!("{}/2{}/2020", 1 + rng.below(6), number),
            1 => format!("2{}.0{}.2019", number, 1 + rng.below(9)),
            _ => format!("2020年{}月1{}日", 1 + rng.below(6), number),
        };
        let cells = [date.clone(), "Ada".to_owned(), "New tasks, new links".to_owned()];
        page.push(form.row(&cells), Part::RefreshRow);
        page.dates.push(date);
    }
}

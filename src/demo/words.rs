//! Names of people, companies and things, put together by chance. Nobody real: addresses end in `.example`, numbers are of
//! the range that is kept free for films. Pure.

use super::dice::Dice;

const FIRST: &[&str] = &[
    "Claire", "Hugo", "Nadia", "Louis", "Camille", "Karim", "Julie", "Antoine", "Sofia", "Thomas", "Manon", "Yanis",
    "Alice", "Mathieu", "Fatou", "Nicolas", "Emma", "Paul", "Elena", "Romain", "Sarah", "Victor", "Laura", "Mehdi",
    "Anna", "Simon", "Marie", "Bruno", "Carla", "Gabriel", "Ines", "Lucas", "Jeanne", "Adam", "Olivia", "Martin",
    "Lina", "Pierre", "Diane", "Samuel",
];

const LAST: &[&str] = &[
    "Martin",
    "Bernard",
    "Moreau",
    "Laurent",
    "Girard",
    "Roux",
    "Fontaine",
    "Chevalier",
    "Mercier",
    "Blanc",
    "Guerin",
    "Boyer",
    "Garnier",
    "Lambert",
    "Faure",
    "Rousseau",
    "Morin",
    "Nguyen",
    "Gauthier",
    "Perrin",
    "Robin",
    "Clement",
    "Benali",
    "Dumont",
    "Lopez",
    "Brun",
    "Meunier",
    "Diallo",
    "Marchand",
    "Noel",
    "Meyer",
    "Dufour",
    "Rossi",
    "Leroux",
    "Renaud",
    "Colin",
    "Vidal",
    "Picard",
    "Arnaud",
    "Aubert",
    "Lacroix",
    "Haddad",
    "Silva",
    "Keller",
    "Novak",
    "Baron",
];

const STEM: &[&str] = &[
    "Alto", "Arc", "Bel", "Bor", "Cal", "Cedra", "Clar", "Cor", "Delta", "Dor", "Elan", "Fabri", "Ferro", "Gala",
    "Gran", "Helio", "Iso", "Jura", "Kera", "Lumi", "Mari", "Meca", "Nova", "Oli", "Orbi", "Pali", "Proxi", "Quali",
    "Reso", "Sola", "Tecto", "Terra", "Ultra", "Vela", "Veri", "Vita", "Xylo", "Zephy",
];

const ENDING: &[&str] = &[
    "bois", "care", "cap", "chim", "data", "drive", "fil", "flux", "form", "grid", "lab", "line", "log", "mat", "med",
    "net", "pack", "plan", "port", "ria", "sens", "soft", "stock", "tech", "therm", "tis", "trans", "vert", "via",
    "zen",
];

const FORM: &[&str] = &["", "", "", " Group", " Services", " Industries", " & Fils", " Partners", " Europe", " SA"];

const JOBS: &[&str] = &[
    "Head of purchasing",
    "Managing director",
    "IT director",
    "Operations manager",
    "Finance director",
    "Head of marketing",
    "Plant manager",
    "Project manager",
    "Head of sales",
    "Office manager",
];

/// Where businesses are and what they pay in.
pub const COUNTRIES: &[(i64, (&str, &str))] =
    &[(6, ("BE", "EUR")), (5, ("CH", "CHF")), (5, ("DE", "EUR")), (4, ("GB", "GBP")), (3, ("US", "USD"))];

/// Where most businesses are and what they pay in.
pub const HOME: (&str, &str) = ("FR", "EUR");

/// What businesses do.
pub const INDUSTRIES: &[&str] = &[
    "Manufacturing",
    "Retail",
    "Health",
    "Transport",
    "Construction",
    "Software",
    "Food",
    "Energy",
    "Finance",
    "Public sector",
];

/// Regions, and the cities that their teams sit in.
pub const REGIONS: &[(&str, &[&str])] = &[
    ("North", &["Lille", "Paris", "Rouen", "Amiens"]),
    ("South", &["Lyon", "Marseille", "Toulouse", "Nice"]),
    ("West", &["Nantes", "Rennes", "Bordeaux", "Brest"]),
    ("East", &["Strasbourg", "Reims", "Dijon", "Metz"]),
];

/// Whom deals are lost to.
pub const COMPETITORS: &[&str] = &["Vendexia", "Quotalis", "Northgate", "Salvia", "Opus One"];

/// What customers add to an answer.
pub const COMMENTS: &[&str] = &[
    "Everything went well, thank you.",
    "Delivery took longer than promised.",
    "Very good advice before the purchase.",
    "The invoice had to be corrected twice.",
    "Good product, the training could be shorter.",
    "Support answers quickly.",
];

/// What interactions are about.
pub const SUBJECTS: &[&str] = &[
    "First contact",
    "Needs and budget",
    "Follow-up",
    "Questions on the offer",
    "Technical details",
    "Prices",
    "Next steps",
    "Feedback of the team",
    "References",
    "Planning",
];

/// A person.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    first: &'static str,
    last: &'static str,
}

impl Person {
    /// Somebody.
    pub fn any(dice: &mut Dice) -> Self {
        Self { first: dice.word(FIRST), last: dice.word(LAST) }
    }

    /// The full name.
    pub fn name(self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// An address with a host; a mark keeps namesakes apart.
    pub fn email(self, mark: &str, host: &str) -> String {
        format!("{}.{}{mark}@{host}.example", self.first, self.last).to_lowercase()
    }
}

/// A company's name.
pub fn company(dice: &mut Dice) -> String {
    format!("{}{}{}", dice.word(STEM), dice.word(ENDING), dice.word(FORM))
}

/// What a company's host is called.
pub fn host(company: &str) -> String {
    company.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// A telephone number.
pub fn phone(dice: &mut Dice) -> String {
    format!("+33 6 39 98 {:02} {:02}", dice.between(0, 99), dice.between(0, 99))
}

/// What somebody does.
pub fn job(dice: &mut Dice) -> &'static str {
    dice.word(JOBS)
}

//! What an entry of the catalogue is, and what follows from it as data: the enum and the formulas. Its typed field is made in
//! `kpi::fields::kpis`.

use async_graphql::Enum;

use crate::kpi::catalog::{Kpi, Theme};

/// In which unit a KPI is given.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "KpiUnit")]
pub enum Unit {
    /// Money in the organization's currency.
    Money,
    /// A number of things.
    Count,
    /// A share: a number from 0 to 1 where the part cannot exceed the whole, usually shown in per cent.
    Ratio,
    /// Days.
    Days,
    /// Money a day.
    MoneyPerDay,
    /// Things a working day.
    PerDay,
    /// Things for every hundred others.
    PerHundred,
    /// Points of a score, from −100 to 100.
    Points,
    /// Months.
    Months,
    /// Things a deal won.
    PerWin,
}

/// Whether more is better.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "KpiDirection")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: it describes.
    Neutral,
}

/// Who may read a KPI, of the subjects whose figures they may read at all.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(name = "KpiAccess")]
pub enum Access {
    /// Everybody.
    #[default]
    Everyone,
    /// Managers, admins, and tokens that may read expenses: it tells what people earn. To all others it is FORBIDDEN.
    Managers,
}

/// How a KPI relates to time.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "KpiKind")]
pub enum Kind {
    /// What happened in the period: the parts of a period sum to it.
    Flow,
    /// How things stand at the end of the period, or now while it runs: months do not sum.
    Stock,
    /// What changed from the start of the period to its end, or to now while it runs: who came and went meanwhile does not
    /// count, so that months do not sum.
    Change,
    /// A quotient of what happened in the period: recomputed from sums, never an average of averages.
    Quotient,
}

/// One entry of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The KPI.
    pub kpi: Kpi,
    /// What it is about.
    pub theme: Theme,
    /// The field on `Kpis`.
    pub field: &'static str,
    /// English label.
    pub label_en: &'static str,
    /// French label.
    pub label_fr: &'static str,
    /// What it is.
    pub description: &'static str,
    /// What it is, in French.
    pub about_fr: &'static str,
    /// In which unit.
    pub unit: Unit,
    /// Whether more is better.
    pub direction: Direction,
    /// How it relates to time.
    pub kind: Kind,
    /// Who may read it.
    pub access: Access,
    /// The version of the definition, which grows when the formula changes.
    pub version: i32,
}

/// The themes in the order of the catalogue, handed to a macro all together.
macro_rules! every_theme {
    ($then:ident) => {
        sales! { {} $then customers reps leads activity offers deals after_sale costs marketing qualification targets }
    };
}

/// Adds a theme to those found before it, and goes on with the next.
macro_rules! next_theme {
    ({$($theme:tt)*} {$($found:tt)*} $then:ident) => { $then! { $($found)* $($theme)* } };
    ({$($theme:tt)*} {$($found:tt)*} $then:ident $next:ident $($rest:ident)*) => {
        $next! { {$($found)* $($theme)*} $then $($rest)* }
    };
}

/// The catalogue as data, from its entries: the enum, what each entry says, its formula.
macro_rules! define_kpis {
    (@access) => { Access::Everyone };
    (@access $access:ident) => { Access::$access };
    ($(
        $(#[doc = $about:literal])+
        $theme:ident {$(
            $(#[doc = $doc:literal])+
            $name:ident $field:ident: $type:ident {
                en $en:literal, fr $fr:literal, about_fr $about_fr:literal,
                $unit:ident $direction:ident $kind:ident $(for $access:ident)?,
                $formula:expr
            }
        )+}
    )+) => {
        /// A KPI, by name: what dashboards that let their user choose, and objectives, refer to.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kpi {
            $($($(#[doc = $doc])+ $name,)+)+
        }

        /// What a KPI is about.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(name = "KpiTheme")]
        pub enum Theme {
            $($(#[doc = $about])+ $theme,)+
        }

        impl Kpi {
            /// Every KPI.
            pub const ALL: &'static [Self] = &[$($(Self::$name),+),+];

            /// Its entry.
            pub const fn definition(self) -> Definition {
                match self {
                    $($(Self::$name => Definition {
                        kpi: self,
                        theme: Theme::$theme,
                        field: stringify!($field),
                        label_en: $en,
                        label_fr: $fr,
                        description: concat!($($doc, "\n"),+),
                        about_fr: $about_fr,
                        unit: Unit::$unit,
                        direction: Direction::$direction,
                        kind: Kind::$kind,
                        access: define_kpis!(@access $($access)?),
                        version: 1,
                    },)+)+
                }
            }

            /// The KPI of a field of `Kpis`, as records keep it.
            pub fn of_field(field: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kpi| kpi.definition().field == field)
            }

            /// The type of its answer.
            pub const fn shape(self) -> &'static str {
                match self {
                    $($(Self::$name => stringify!($type),)+)+
                }
            }

            /// Its formula.
            pub fn formula(self) -> &'static Formula {
                match self {
                    $($(Self::$name => {
                        static FORMULA: LazyLock<Formula> = LazyLock::new(|| $formula);
                        &FORMULA
                    })+)+
                }
            }
        }
    };
}

//! Calls and meetings, and what comes of them.

macro_rules! activity {
    ($($next:tt)*) => { next_theme! { {
    /// Calls and meetings, and what comes of them.
    Activity {
        /// Which share of the attempts to get a meeting led to one.
        /// On the day of asking, credited to who asked. Meetings booked without a logged attempt are left out, with a warning.
        /// Null when nobody asked.
        MeetingBookingRate meeting_booking_rate: RatioKpi {
            en "Meetings obtained per attempt", fr "Taux de prise de rendez-vous", formula "attempts that led to a meeting / meetings attempted",
            formula_fr "tentatives ayant abouti à un rendez-vous / rendez-vous tentés",
            about_fr "La part des tentatives de la période qui ont abouti à un rendez-vous, créditée à qui l'a demandé. Les rendez-vous sans tentative notée sont signalés à part. Nul sans tentative.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::AttemptsBooked), m.sum(M::MeetingsAttempted))
                .warn(Warning::UnloggedAttempt(m.sum(M::BookedUnasked)))
        }

        /// Which share of the prospects asked for a meeting agreed to one.
        /// Each prospect counts once, however often they were asked. Null when nobody was asked.
        ProspectBookingRate prospect_booking_rate: RatioKpi {
            en "Meetings obtained per prospect", fr "Taux de prise de rendez-vous par prospect", formula "prospects who agreed to a meeting / prospects asked for a meeting",
            formula_fr "prospects ayant accepté un rendez-vous / prospects sollicités pour un rendez-vous",
            about_fr "La part des prospects sollicités dans la période qui ont accepté un rendez-vous ; chacun compte une fois. Nul si personne n'a été sollicité.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.spread(Statistic::Prospects(M::AttemptsBooked)), m.spread(Statistic::Prospects(M::MeetingsAttempted)))
                .warn(Warning::UnloggedAttempt(m.sum(M::BookedUnasked)))
        }

        /// How many meetings were agreed.
        /// On the day of agreeing, credited to who set them up. A rescheduled meeting is one meeting.
        MeetingsBooked meetings_booked: CountKpi {
            en "Meetings booked", fr "Rendez-vous obtenus", formula "meetings booked",
            formula_fr "rendez-vous obtenus",
            about_fr "Le nombre de rendez-vous obtenus, le jour de l'accord, crédités à qui les a pris. Un rendez-vous reporté reste un seul rendez-vous.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::MeetingsBooked))
        }

        /// How many meetings with customers were held.
        /// On the day they took place, credited to the host.
        CustomerMeetingsHeld customer_meetings_held: CountKpi {
            en "Customer meetings held", fr "Rendez-vous clients réalisés", formula "customer meetings held",
            formula_fr "rendez-vous clients réalisés",
            about_fr "Le nombre de rendez-vous réalisés avec des clients, le jour où ils ont eu lieu, crédités à l'hôte.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::CustomerMeetingsHeld))
        }

        /// How many meetings were called off.
        /// On the day they should have started, credited to the host.
        MeetingsCancelled meetings_cancelled: CountKpi {
            en "Meetings cancelled", fr "Rendez-vous annulés", formula "meetings cancelled",
            formula_fr "rendez-vous annulés",
            about_fr "Le nombre de rendez-vous annulés, le jour où ils auraient dû avoir lieu, crédités à l'hôte.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::MeetingsCancelled))
        }

        /// Which share of the meetings due was held.
        /// Due are those held or missed, and those of days past of which nobody noted the outcome; not those called off. Null
        /// when none was due.
        ShowRate show_rate: RatioKpi {
            en "Show rate", fr "Taux de présence aux rendez-vous", formula "(prospecting meetings held + customer meetings held) / (prospecting meetings held + customer meetings held + meetings missed + meetings without an outcome)",
            formula_fr "(rendez-vous de prospection réalisés + rendez-vous clients réalisés) / (rendez-vous de prospection réalisés + rendez-vous clients réalisés + rendez-vous manqués + rendez-vous sans issue)",
            about_fr "La part des rendez-vous échus qui ont été réalisés ; les rendez-vous annulés n'y sont pas, les rendez-vous passés sans issue notée y sont. Nul si aucun n'était prévu.",
            Ratio Higher Quotient false,
            |m| {
                let (held, due) = journey::held_and_due(m);
                Figure::ratio(held, due)
            }
        }

        /// Which share of the meetings due was missed: nobody came.
        /// Due are those held or missed, and those of days past of which nobody noted the outcome; not those called off. Null
        /// when none was due.
        NoShowRate no_show_rate: RatioKpi {
            en "No-show rate", fr "Taux de rendez-vous manqués", formula "meetings missed / (prospecting meetings held + customer meetings held + meetings missed + meetings without an outcome)",
            formula_fr "rendez-vous manqués / (rendez-vous de prospection réalisés + rendez-vous clients réalisés + rendez-vous manqués + rendez-vous sans issue)",
            about_fr "La part des rendez-vous échus auxquels personne n'est venu ; les rendez-vous annulés n'y sont pas. Nul si aucun n'était prévu.",
            Ratio Lower Quotient false,
            |m| Figure::ratio(m.sum(M::MeetingsMissed), journey::held_and_due(m).1)
        }

        /// Which share of the calls we made led to a meeting.
        /// By what was noted of the call. Null when we made none.
        CallToMeeting call_to_meeting: RatioKpi {
            en "Calls that led to a meeting", fr "Appels transformés en rendez-vous", formula "calls that led to a meeting / calls made",
            formula_fr "appels ayant abouti à un rendez-vous / appels passés",
            about_fr "La part des appels sortants de la période dont l'issue notée est un rendez-vous. Nul sans appel.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::CallsBooked), m.sum(M::CallsMade))
        }

        /// Which share of the prospecting meetings held led to a deal, or was about one.
        /// The meetings about a lead concern its deal once it is converted. Null when none was held.
        MeetingToDeal meeting_to_deal: RatioKpi {
            en "Meetings that led to a deal", fr "Rendez-vous transformés en affaires", formula "prospecting meetings held that led to a deal / prospecting meetings held",
            formula_fr "rendez-vous de prospection réalisés ayant donné une affaire / rendez-vous de prospection réalisés",
            about_fr "La part des rendez-vous de prospection réalisés dans la période qui ont donné une affaire. Nul si aucun n'a été réalisé.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HeldWithDeal), m.sum(M::ProspectingMeetingsHeld))
        }

        /// How many interactions there were, whenever they were, about a deal won in the period.
        /// Credited to who did them; broken down by KIND it says of which sort. Interactions of the period that concern no deal
        /// are left out, with a warning. Null when no deal was won.
        ActivitiesPerWin activities_per_win: RatioKpi {
            en "Interactions per deal won", fr "Interactions par affaire gagnée", formula "activities of deals won / deals won",
            formula_fr "activités des affaires gagnées / affaires gagnées",
            about_fr "Le nombre d'interactions, quelle que soit leur date, par affaire gagnée dans la période. Celles sans affaire sont signalées à part. Nul sans affaire gagnée.",
            PerWin Neutral Quotient false,
            |m| Figure::ratio(m.sum(M::ActivitiesOfWins), m.sum(M::DealsWon))
                .warn(Warning::UnlinkedActivity(m.sum(M::InteractionsUnlinked)))
        }

        /// How many days pass from one contact with a customer to the next.
        /// Between the days of the period on which there was one, customer by customer. Null when none was contacted twice.
        DaysBetweenContacts days_between_contacts: DaysKpi {
            en "Days between contacts", fr "Jours entre deux contacts", formula "days between contacts / pauses between contacts",
            formula_fr "jours entre contacts / intervalles entre contacts",
            about_fr "Le nombre de jours entre deux contacts avec un même client dans la période. Nul si aucun n'a été contacté deux fois.",
            Days Lower Quotient false,
            journey::pauses
        }
    }
    } $($next)* } };
}

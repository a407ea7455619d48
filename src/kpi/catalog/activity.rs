//! Calls and meetings, and what comes of them.

macro_rules! activity {
    ($($next:tt)*) => { next_theme! { {
    /// Calls and meetings, and what comes of them.
    Activity {
        /// Which share of the attempts to get a meeting led to one.
        /// On the day of asking, credited to who asked. Meetings booked without a logged attempt are left out, with a warning.
        /// Not computed when nobody asked.
        MeetingBookingRate meeting_booking_rate: RatioKpi {
            en "Meetings obtained per attempt", fr "Taux de prise de rendez-vous",
            about_fr "La part des tentatives de la période qui ont abouti à un rendez-vous, le jour de la demande, créditée à qui l'a faite. Les rendez-vous sans tentative notée n'y sont pas et sont signalés. Non calculé sans tentative.",
            Ratio Higher Quotient,
            ratio(sum(M::AttemptsBooked), sum(M::MeetingsAttempted))
                .warn(Warning::UnloggedAttempt, sum(M::BookedUnasked))
        }

        /// Which share of the prospects asked for a meeting agreed to one.
        /// Each prospect counts once, however often they were asked. Meetings booked without a logged attempt are left out, with
        /// a warning. Not computed when nobody was asked.
        ProspectBookingRate prospect_booking_rate: RatioKpi {
            en "Meetings obtained per prospect", fr "Taux de prise de rendez-vous par prospect",
            about_fr "La part des prospects sollicités dans la période qui ont accepté un rendez-vous ; chacun compte une fois, quel que soit le nombre de demandes. Les rendez-vous sans tentative notée n'y sont pas et sont signalés. Non calculé si personne n'a été sollicité.",
            Ratio Higher Quotient,
            ratio(
                statistic(Statistic::Prospects(M::AttemptsBooked)),
                statistic(Statistic::Prospects(M::MeetingsAttempted)),
            )
            .warn(Warning::UnloggedAttempt, sum(M::BookedUnasked))
        }

        /// How many meetings were agreed.
        /// On the day of agreeing, credited to who set them up. A rescheduled meeting is one meeting.
        MeetingsBooked meetings_booked: CountKpi {
            en "Meetings booked", fr "Rendez-vous obtenus",
            about_fr "Le nombre de rendez-vous obtenus, le jour de l'accord, crédités à qui les a pris. Un rendez-vous reporté reste un seul rendez-vous.",
            Count Higher Flow,
            count(sum(M::MeetingsBooked)).in_words("number of meetings agreed", "nombre de rendez-vous obtenus")
        }

        /// How many meetings with customers were held.
        /// On the day they took place, credited to the host.
        CustomerMeetingsHeld customer_meetings_held: CountKpi {
            en "Customer meetings held", fr "Rendez-vous clients réalisés",
            about_fr "Le nombre de rendez-vous réalisés avec des clients, le jour où ils ont eu lieu, crédités à l'hôte.",
            Count Higher Flow,
            count(sum(M::CustomerMeetingsHeld))
                .in_words("number of meetings held with customers", "nombre de rendez-vous réalisés avec des clients")
        }

        /// How many meetings were called off.
        /// On the day they should have started, credited to the host.
        MeetingsCancelled meetings_cancelled: CountKpi {
            en "Meetings cancelled", fr "Rendez-vous annulés",
            about_fr "Le nombre de rendez-vous annulés, le jour où ils auraient dû avoir lieu, crédités à l'hôte.",
            Count Lower Flow,
            count(sum(M::MeetingsCancelled)).in_words("number of meetings called off", "nombre de rendez-vous annulés")
        }

        /// Which share of the meetings due was held.
        /// Due are those held or missed, and those of days past whose outcome nobody noted; not those called off. Not computed
        /// when none was due.
        ShowRate show_rate: RatioKpi {
            en "Show rate", fr "Taux de présence aux rendez-vous",
            about_fr "La part des rendez-vous échus qui ont été réalisés. Échus sont ceux réalisés ou manqués, et ceux de jours passés sans issue notée ; les rendez-vous annulés n'y sont pas. Non calculé si aucun n'était échu.",
            Ratio Higher Quotient,
            ratio(formulas::journey::meetings_held(), formulas::journey::meetings_due())
        }

        /// Which share of the meetings due was missed: nobody came.
        /// Due are those held or missed, and those of days past whose outcome nobody noted; not those called off. Not computed
        /// when none was due.
        NoShowRate no_show_rate: RatioKpi {
            en "No-show rate", fr "Taux de rendez-vous manqués",
            about_fr "La part des rendez-vous échus auxquels personne n'est venu. Échus sont ceux réalisés ou manqués, et ceux de jours passés sans issue notée ; les rendez-vous annulés n'y sont pas. Non calculé si aucun n'était échu.",
            Ratio Lower Quotient,
            ratio(sum(M::MeetingsMissed), formulas::journey::meetings_due())
        }

        /// Which share of the calls we made led to a meeting.
        /// By the outcome noted of the call. Not computed when we made none.
        CallToMeeting call_to_meeting: RatioKpi {
            en "Calls that led to a meeting", fr "Appels transformés en rendez-vous",
            about_fr "La part des appels sortants de la période dont l'issue notée est un rendez-vous. Non calculé sans appel.",
            Ratio Higher Quotient,
            ratio(sum(M::CallsBooked), sum(M::CallsMade))
        }

        /// Which share of the prospecting meetings held led to a deal, or was about one.
        /// Meetings about a lead count for its deal once the lead is converted. Not computed when none was held.
        MeetingToDeal meeting_to_deal: RatioKpi {
            en "Meetings that led to a deal", fr "Rendez-vous transformés en affaires",
            about_fr "La part des rendez-vous de prospection réalisés dans la période qui ont donné une affaire ou en concernaient une. Ceux d'un lead comptent pour son affaire une fois le lead converti. Non calculé si aucun n'a été réalisé.",
            Ratio Higher Quotient,
            ratio(sum(M::HeldWithDeal), sum(M::ProspectingMeetingsHeld))
        }

        /// How many interactions, whenever they were, a deal won in the period took.
        /// Credited to who did them; `breakdown(by: KIND)` tells their kinds apart. Interactions of the period that concern no
        /// deal are left out, with a warning. Not computed when no deal was won.
        ActivitiesPerWin activities_per_win: RatioKpi {
            en "Interactions per deal won", fr "Interactions par affaire gagnée",
            about_fr "Le nombre d'interactions, quelle que soit leur date, par affaire gagnée dans la période, créditées à qui les a faites ; la ventilation par nature les distingue. Les interactions de la période sans affaire n'y sont pas et sont signalées. Non calculé sans affaire gagnée.",
            PerWin Neutral Quotient,
            ratio(sum(M::ActivitiesOfWins), sum(M::DealsWon))
                .warn(Warning::UnlinkedActivity, sum(M::InteractionsUnlinked))
        }

        /// How many days pass from one contact with a customer to the next.
        /// Between the days of the period on which there was one, customer by customer. Not computed when none was contacted
        /// twice.
        DaysBetweenContacts days_between_contacts: DaysKpi {
            en "Days between contacts", fr "Jours entre deux contacts",
            about_fr "Le nombre de jours entre deux contacts avec un même client dans la période, client par client. Non calculé si aucun n'a été contacté deux fois.",
            Days Lower Quotient,
            formulas::journey::pauses()
        }
    }
    } $($next)* } };
}

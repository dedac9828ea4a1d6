"""Our own word lists: what companies, people and things of the demo company are called."""

from __future__ import annotations

ONSETS = (
    "Ald Amber Ash Bal Bar Bel Birch Black Blue Bram Bridge Bright Cal Cedar Clear Cold Cor Crest Dal Dun East Eber Elm "
    "Fair Fal Far Fern Fjord Glen Gold Grav Green Hal Hart Haven High Holm Iron Jun Kel Kings Lark Lind Long Mar Mill "
    "Mon Nor North Oak Old Pine Quar Raven Red Ridge River Rock Ros Sal Sand Sil Sol South Stan Stone Sun Tal Thorn Tor "
    "Val Ver Wal West White Wil Win Wood Yar Zeal"
).split()
CODAS = (
    "bank berg bourne brook bury crest dale den field ford gate grove ham haven hill holt hurst land lea mark mere moor "
    "mont more mouth port ridge rock shaw shore side stead stone stow ton vale view ville ward water way well wick wood "
    "worth"
).split()
TRADES = {
    "Logistics": ("Logistics", "Freight", "Carriers", "Distribution", "Haulage"),
    "Facility services": ("Facilities", "Services", "Building Care", "Property Services"),
    "Energy": ("Energy", "Power", "Grid", "Renewables"),
    "Manufacturing": ("Works", "Industries", "Components", "Machinery", "Tools"),
    "Health": ("Care", "Clinics", "Medical", "Health Group"),
    "Telecoms": ("Telecom", "Networks", "Fibre"),
    "Construction": ("Construction", "Builders", "Contractors"),
    "Retail": ("Retail", "Stores", "Trading"),
    "Public sector": ("Council Services", "Utilities", "Transit"),
}
# Region: time zone, currency, tax name, tax rate in percent, language, endings of company names
REGIONS = {
    "DACH": ("Europe/Berlin", "EUR", 19, "de", ("GmbH", "AG", "")),
    "UK & Ireland": ("Europe/London", "GBP", 20, "en", ("Ltd", "Group", "")),
    "Nordics": ("Europe/Stockholm", "EUR", 25, "en", ("AB", "AS", "")),
    "Benelux": ("Europe/Amsterdam", "EUR", 21, "nl", ("BV", "NV", "")),
    "France": ("Europe/Paris", "EUR", 20, "fr", ("SA", "SAS", "")),
    "North America": ("America/New_York", "USD", 0, "en", ("Inc", "LLC", "")),
}
REGION_WEIGHTS = (26, 24, 14, 12, 8, 16)
FIRST_NAMES = {
    "DACH": "Anna Lukas Miriam Jonas Katrin Felix Sabine Tobias Lena Markus Petra Stefan Julia Florian Heike Matthias Nina "
    "Oliver Franziska Daniel",
    "UK & Ireland": "Emma James Aoife Oliver Priya Thomas Grace Liam Hannah Samir Charlotte Owen Niamh George Rebecca Callum "
    "Zara Patrick Lucy Edward",
    "Nordics": "Astrid Erik Ingrid Lars Freja Nils Sigrid Mikkel Elin Johan Saga Anders Maja Henrik Tuva Oskar Linnea Jens "
    "Karin Axel",
    "Benelux": "Sanne Bram Lotte Daan Femke Jeroen Anouk Pieter Lieke Ruben Elise Maarten Noor Sven Marieke Thijs Ilse Joris "
    "Eva Wouter",
    "France": "Camille Antoine Claire Julien Manon Nicolas Élodie Hugo Sophie Mathieu Inès Romain Léa Benoît Chloé Vincent "
    "Margaux Adrien Nadia Olivier",
    "North America": "Ashley Michael Jordan Brittany Carlos Megan Tyler Danielle Kevin Maria Brandon Alicia Derek Monica "
    "Travis Vanessa Eric Tanya Marcus Diane",
}
LAST_NAMES = {
    "DACH": "Albrecht Brandt Dietrich Ebert Fuchs Gruber Hartmann Jansen Keller Lorenz Mayer Neumann Pohl Richter Seidel "
    "Thoma Vogel Weiss Ziegler Kramer",
    "UK & Ireland": "Ashworth Byrne Carter Doyle Ellis Fletcher Gallagher Hughes Khan Lawson Murphy Nolan Patel Reid Shaw "
    "Turner Walsh Whitfield Young Brennan",
    "Nordics": "Andersen Berg Carlsson Dahl Eriksen Forsberg Gustafsson Hansen Johansson Karlsen Lindqvist Madsen Nilsson "
    "Olsen Petersen Rasmussen Solberg Strand Vik Holm",
    "Benelux": "Bakker Claes Dekker Evers Faber Hendriks Jacobs Kuiper Lemmens Maes Peeters Smit Timmermans Verhoeven "
    "Vermeer Visser Willems Wouters Bosman Dijkstra",
    "France": "Bernard Chevalier Dubois Fontaine Garnier Lambert Lefèvre Marchand Moreau Perrin Renaud Roussel Simon Vidal "
    "Gauthier Barbier Colin Masson Noël Picard",
    "North America": "Adams Bennett Coleman Diaz Edwards Foster Garcia Howard Jenkins Kelly Lopez Mitchell Nguyen Ortiz "
    "Parker Ramirez Sanders Taylor Ward Brooks",
}
CITIES = {
    "DACH": "Hamburg Leipzig Graz Basel Stuttgart Köln Linz Dresden",
    "UK & Ireland": "Leeds Bristol Dublin Glasgow Cardiff Cork Norwich Sheffield",
    "Nordics": "Malmö Bergen Aarhus Uppsala Tampere Stavanger Odense Umeå",
    "Benelux": "Utrecht Ghent Rotterdam Antwerp Eindhoven Liège Breda Leuven",
    "France": "Lyon Nantes Lille Toulouse Rennes Grenoble Strasbourg Dijon",
    "North America": "Columbus Denver Tampa Portland Raleigh Calgary Omaha Ottawa",
}
STREETS = "Station Mill Harbour Market Canal Garden Park Church Bridge School Orchard Foundry".split()
TITLES = {
    "exec_sponsor": ("Chief Operating Officer", "Managing Director", "VP Operations"),
    "economic_buyer": ("Head of Operations", "Finance Director", "Director of Field Services"),
    "champion": ("Service Manager", "Operations Manager", "Planning Lead", "Transformation Manager"),
    "admin": ("Systems Administrator", "IT Application Owner", "Business Systems Analyst"),
    "user_lead": ("Dispatch Team Lead", "Scheduling Supervisor", "Regional Coordinator"),
    "finance": ("Accounts Payable", "Financial Controller", "Purchasing Officer"),
}
DEPARTMENTS = {
    "exec_sponsor": "Management",
    "economic_buyer": "Operations",
    "champion": "Operations",
    "admin": "IT",
    "user_lead": "Dispatch",
    "finance": "Finance",
}
LOST_REASONS = ("Price", "No decision", "Chose a competitor", "Missing feature", "Timing", "No budget")
CHURN_REASONS = {
    "value": ("Did not reach the goal", "Too little used"),
    "sponsor": ("Champion left", "New management"),
    "service": ("Reliability", "Support"),
    "price": ("Price", "Budget cut"),
    "outside": ("Acquired", "Went out of business", "Chose a competitor"),
}
USE_CASES = (
    "Plan field visits for technicians",
    "Dispatch across several depots",
    "Replace planning in spreadsheets",
    "Schedule preventive maintenance",
    "Coordinate subcontractors",
)
NEXT_STEPS = (
    "Send the agreed summary",
    "Book the demo with the dispatch team",
    "Go through pricing with the finance director",
    "Answer the security questionnaire",
    "Agree dates for the pilot",
    "Get the draft contract to their lawyer",
    "Meet the sponsor",
)
RENEWAL_STEPS = (
    "Send the offer for the next term",
    "Go through seats by depot",
    "Agree the date of signature",
    "Ask the sponsor for next year's goals",
    "Get the new purchase order number",
)
CASE_SUBJECTS = {
    "Scheduling": (
        "Board shows yesterday's jobs after midnight",
        "Recurring visits are created twice",
        "Cannot move a job to another depot",
        "Drag and drop stops working with more than 200 jobs",
        "Travel time between two jobs looks wrong",
    ),
    "Mobile app": (
        "Technicians are signed out every morning",
        "Photos of a finished job do not upload",
        "Signature screen stays white on older tablets",
        "App shows no jobs without network",
    ),
    "Integrations": (
        "Customer data is not synchronised since last night",
        "Work orders arrive without the cost centre",
        "How do we rotate the key of the interface?",
        "Calendar invitations are sent in the wrong time zone",
    ),
    "Reports": (
        "Utilisation report differs from the board",
        "Export to spreadsheet stops after 10,000 lines",
        "How is the first-time fix rate counted?",
        "Scheduled report did not arrive on Monday",
    ),
    "Account": (
        "Please add three users to the planning team",
        "Invoice went to the former address",
        "A colleague cannot sign in after changing departments",
        "Question about permissions for subcontractors",
    ),
}
SEVERE_SUBJECTS = (
    "Planning board cannot be opened by anybody",
    "Jobs of today have disappeared for all depots",
    "Interface rejects every work order",
    "Mobile app does not start after the update",
)
RESOLUTIONS = (
    "A setting of the depot was missing; we set it together and it works.",
    "Mended in the release of this week; the customer confirmed.",
    "Explained in a short call, article sent.",
    "The data of the customer's system had changed; mapping adjusted.",
    "Reproduced, workaround given, permanent fix delivered later.",
)
NPS_COMMENTS = {
    "promoter": (
        "The board saves our dispatchers an hour every morning.",
        "Onboarding was quick and the people know our trade.",
        "Reliable, and support answers on the same day.",
        "",
        "",
    ),
    "passive": ("Good, but the mobile app could be faster.", "Does what it should. Reports are basic.", "", ""),
    "detractor": (
        "We still plan half of the visits by hand.",
        "Too many small problems since the last update.",
        "Nobody has looked after us since our contact changed.",
        "Expensive for what we use.",
    ),
}
MEETING_NOTES = (
    "They want planning for all depots in one place before the summer. Budget sits with operations.",
    "Two dispatchers joined. Liked the board; asked for the link to their work orders.",
    "Finance asked about yearly billing. Sending both versions.",
    "The service manager drives this; the director wants to see first results within a quarter.",
    "Went through usage by depot. The northern depot is not yet on board; training agreed.",
    "Good mood. They asked about forecasting and want to hear more after the holidays.",
)

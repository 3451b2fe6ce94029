"""What the world is made of: names, brands, sentences, cities, songs."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    "maya luca noor emma leo ana kai mila omar lena hugo zoe ivan nina theo aria sami lina "
    "noah elif juan yuki amir ella remi dina otto sara finn tara marco alma rafa kira adam "
    "june milo wren ines jude cleo axel nora ravi lola ezra vera hana paul rosa igor thea "
    "enzo fay sven ivy dario skye joao mei tom anya yann lea mika zara elio gia hiro pia "
    "aldo rumi ciro ada nils uma pedro liv arlo inga jonas edda aziz cora bruno faye dani "
    "ilse karim luz moss nico olga petra quinn ruth sol tess umar viki will xenia yara zeno "
    "bela carl dora egon fritz gwen heidi isla jens kaya lars mona"
)
LAST = _words(
    "Rossi Okafor Lindqvist Tanaka Moreau Silva Novak Haddad Fischer Costa Yilmaz Kowalski "
    "Nguyen Mehta Larsen Dubois Castillo Ivanova Park Adeyemi Bauer Marino Sato Keller "
    "Fontaine Ribeiro Horvat Nasser Vogel Santos Demir Wójcik"
)
# A person's handle is at most 11 characters long, which is what keeps its id exact.
SECOND = _words(
    "art ink lab fit pix sky sea sun zen fox bee joy run eat tv fm dj uk nyc la sf bcn rio "
    "ber ldn tyo ams mx pdx mtl nap oak elm ivy bay cam hue ray dot gem jam kit owl pop raw "
    "spa tea van vib wav yes zip air bnb cat dog egg fir gin hut ice jet key"
)

FULL_NAMES_ELSEWHERE = (
    "محمد الأحمد",
    "נועה לוי",
    "田中 さくら",
    "김민준",
    "Анна Смирнова",
    "Ελένη Παπαδοπούλου",
    "Zoë 🌿 Bergström",
    "प्रिया शर्मा",
    "Þór Guðmundsson 🏔️",
    "Jose\u0301 Nu\u0301n\u0303ez",
)

BRANDS = {
    "nike": ("Nike", "Sportswear Store"),
    "adidas": ("adidas", "Sportswear Store"),
    "natgeo": ("National Geographic", "Media"),
    "nasa": ("NASA", "Government Organization"),
    "instagram": ("Instagram", "App Page"),
    "spotify": ("Spotify", "Music"),
    "netflix": ("Netflix US", "Media"),
    "lego": ("LEGO", "Toy Store"),
    "ikea": ("IKEA", "Home Decor"),
    "zara": ("ZARA Official", "Clothing (Brand)"),
    "gucci": ("Gucci", "Clothing (Brand)"),
    "puma": ("PUMA", "Sportswear Store"),
    "bmw": ("BMW", "Cars"),
    "ferrari": ("Ferrari", "Cars"),
    "redbull": ("Red Bull", "Food & Beverage"),
    "starbucks": ("Starbucks Coffee", "Coffee Shop"),
    "gopro": ("GoPro", "Camera/Photo"),
    "airbnb": ("Airbnb", "Travel Company"),
    "nba": ("NBA", "Sports League"),
    "fcbarcelona": ("FC Barcelona", "Sports Team"),
    "bbc": ("BBC", "Media"),
    "tate": ("Tate", "Art Museum"),
    "moma": ("MoMA The Museum of Modern Art", "Art Museum"),
    "vogue": ("Vogue", "Magazine"),
}

CATEGORIES = (
    "Photographer",
    "Artist",
    "Digital creator",
    "Musician/band",
    "Restaurant",
    "Product/service",
    "Fitness Trainer",
    "Writer",
    "Local business",
    "Travel Company",
)
PRONOUNS = (("she", "her"), ("he", "him"), ("they", "them"))

BIOGRAPHIES = (
    "Collecting small moments 📷",
    "Coffee first. Then everything else ☕️",
    "Maps, mountains and too many notebooks.",
    "مصور من بيروت 🇱🇧",
    "Runner · baker · amateur astronomer 🔭",
    "צילום רחוב",
    "New work every Friday ✨\nWrite to me about prints",
    "Slow travel with a fast dog 🐕",
    "Here for the light.",
    "ずっと旅の途中 🗾",
)

SENTENCES = (
    "Morning light does most of the work.",
    "We took the long way home and it was worth every minute.",
    "Nothing planned, everything right.",
    "Third attempt, finally happy with it.",
    "The kind of quiet you can hear.",
    "Saved you a seat by the window.",
    "Some colours only exist for ten minutes a day.",
    "New week, same hunger.",
    "Made by hand, and it shows in the best way.",
    "If you know this corner, you know.",
    "Proof that we left the house.",
    "It rained, we danced.",
    "Swipe for the version that did not work.",
    "A small thank you to everybody who came.",
    "Ask me about this one, there is a story.",
    "Still thinking about that sky.",
)
SENTENCES_ELSEWHERE = (
    "صباح الخير من المدينة القديمة 🌅 كل شيء هادئ هنا.",
    "בוקר טוב מהשוק, הכול טרי היום 🍊",
    "今日の空がきれいすぎた。",
    "Доброе утро, город просыпается.",
    "Cafe\u0301 creme\u0300, n\u0303andu\u0301 y pin\u0303a cola\u0301da, Z\u030ca\u0301dne\u0301.",
    "सुबह की चाय ☕️",
)
EMOJI = ("✨", "🌊", "🔥", "🌿", "📷", "👟", "☕️", "🏔️", "👩🏽‍🚀", "🇯🇵", "❤️", "🎧")
TAGS = _words(
    "love photooftheday travel nature art style food music fitness sunset coffee design "
    "streetphotography weekend friends summer architecture film running home"
)
COMMENTS = (
    "This is so good 🔥",
    "Where is this?",
    "Need this on my wall",
    "❤️❤️❤️",
    "ما شاء الله 😍",
    "The light in this one!",
    "Saving this for later",
    "wow",
    "Please make a tutorial",
    "יפה מאוד",
    "Best one yet 👏🏼",
    "I was there last week and it looked nothing like this 😂",
    "最高です",
    "Colours!!",
)
SIGHTS = (
    "people standing in front of a building",
    "the sea at sunset",
    "a cup of coffee on a table",
    "a person running on a road",
    "mountains under clouds",
    "text that says 'OPEN LATE'",
)
HIGHLIGHTS = ("Travel", "Q&A", "Home 🏡", "2025", "Work", "سفر", "Food 🍜", "Backstage")

# (title, artist)
SONGS = (
    ("Paper Lanterns", "The Night Ferries"),
    ("Slow Sunday", "Marlow & June"),
    ("Kilometre Zero", "Atlas Avenue"),
    ("Ya Qamar", "Layal"),
    ("Neon Rain", "Kobo"),
    ("Heartbeats per Minute", "Oslo Radio"),
    ("Salt", "Ines Marin"),
    ("Feather", None),
)

# (city, country, latitude, longitude); the place with the id 213385402 is the eleventh.
CITIES = (
    ("Paris", "France", 48.8566, 2.3522),
    ("New York", "United States", 40.7128, -74.006),
    ("Tokyo", "Japan", 35.6762, 139.6503),
    ("Istanbul", "Türkiye", 41.0082, 28.9784),
    ("Lisbon", "Portugal", 38.7223, -9.1393),
    ("Berlin", "Germany", 52.52, 13.405),
    ("São Paulo", "Brazil", -23.5558, -46.6396),
    ("Cairo", "Egypt", 30.0444, 31.2357),
    ("Sydney", "Australia", -33.8688, 151.2093),
    ("Barcelona", "Spain", 41.3874, 2.1686),
    ("London", "United Kingdom", 51.5074, -0.1278),
    ("Rome", "Italy", 41.9028, 12.4964),
    ("Mumbai", "India", 19.076, 72.8777),
    ("Seoul", "South Korea", 37.5665, 126.978),
    ("Beirut", "Lebanon", 33.8938, 35.5018),
    ("Los Angeles", "United States", 34.0522, -118.2437),
    ("Mexico City", "Mexico", 19.4326, -99.1332),
    ("Amsterdam", "Netherlands", 52.3676, 4.9041),
    ("Copenhagen", "Denmark", 55.6761, 12.5683),
    ("Cape Town", "South Africa", -33.9249, 18.4241),
    ("Reykjavík", "Iceland", 64.1466, -21.9426),
    ("Singapore", "Singapore", 1.3521, 103.8198),
    ("Buenos Aires", "Argentina", -34.6037, -58.3816),
    ("Vienna", "Austria", 48.2082, 16.3738),
    ("Prague", "Czechia", 50.0755, 14.4378),
    ("Lagos", "Nigeria", 6.5244, 3.3792),
    ("Toronto", "Canada", 43.6532, -79.3832),
    ("Dubai", "United Arab Emirates", 25.2048, 55.2708),
    ("Athens", "Greece", 37.9838, 23.7275),
    ("Stockholm", "Sweden", 59.3293, 18.0686),
    ("Hanoi", "Vietnam", 21.0278, 105.8342),
    ("Marrakesh", "Morocco", 31.6295, -7.9811),
    ("Kyoto", "Japan", 35.0116, 135.7681),
    ("Chicago", "United States", 41.8781, -87.6298),
    ("Porto", "Portugal", 41.1579, -8.6291),
    ("Naples", "Italy", 40.8518, 14.2681),
    ("Oslo", "Norway", 59.9139, 10.7522),
    ("Warsaw", "Poland", 52.2297, 21.0122),
    ("Dublin", "Ireland", 53.3498, -6.2603),
    ("Madrid", "Spain", 40.4168, -3.7038),
    ("Bangkok", "Thailand", 13.7563, 100.5018),
    ("Nairobi", "Kenya", -1.2921, 36.8219),
    ("Lima", "Peru", -12.0464, -77.0428),
    ("Melbourne", "Australia", -37.8136, 144.9631),
    ("Zürich", "Switzerland", 47.3769, 8.5417),
    ("Tel Aviv", "Israel", 32.0853, 34.7818),
    ("Montréal", "Canada", 45.5019, -73.5674),
    ("Jakarta", "Indonesia", -6.2088, 106.8456),
)
# (name of a place, category); the tenth is the city itself.
PLACES = (
    ("Café Aurora", "Coffee Shop"),
    ("Central Station", "Train Station"),
    ("Old Market", "Market"),
    ("Museum of Modern Light", "Art Museum"),
    ("Riverside Park", "Park"),
    ("Stadium North", "Stadium, Arena & Sports Venue"),
    ("Bar Noche", "Bar"),
    ("Harbour Hotel", "Hotel"),
    ("Bookshop Number Nine", "Bookstore"),
    (None, "City"),
    ("Rooftop Garden", "Restaurant"),
    ("Skatepark", "Sports & Recreation Venue"),
    ("Opera House", "Performing Arts"),
    ("University Hall", "College & University"),
    ("Pier 4", "Landmark & Historical Place"),
    ("Airport", "Airport"),
)

"""The words that tell a company from an everyday word, and a price from a substance."""

import re


class AnyOf:
    """One of these words, whole, whatever their case."""

    def __init__(self, words: str) -> None:
        self.words = frozenset(words.split())

    def match(self, word: str) -> bool:
        return word.lower() in self.words


MOVES = AnyOf(
    "rise rises rose rising risen fall falls fell falling fallen gain gains gained gaining lose"
    " loses lost losing slip slips slipped slipping slide slides slid sliding climb climbs climbed"
    " climbing edge edges edged edging jump jumps jumped jumping surge surges surged surging soar"
    " soars soared soaring plunge plunges plunged plunging tumble tumbles tumbled tumbling drop"
    " drops dropped dropping dip dips dipped dipping rally rallies rallied rallying steady"
    " steadies steadied firm firms firmed firming ease eases eased easing settle settles settled"
    " settling trade trades traded trading advance advances advanced retreat retreats retreated"
    " weaken weakens weakened weakening strengthen strengthens strengthened strengthening hover"
    " hovers hovered hovering extended extends rebound rebounds rebounded bounce bounces bounced"
    " recover recovers recovered sink sinks sank sinking shed sheds pare pares pared spike spikes"
    " spiked crash crashes crashed slump slumps slumped skid skids skidded leap leaps leapt rocket"
    " rockets rocketed tick ticks ticked inched nudged nosed stabilised stabilized wobbled"
    " collapsed collapse collapses sagged"
)
LEVELS = AnyOf(
    "hit hits hitting touch touches touched top tops topped cross crosses crossed breach breaches"
    " breached reach reaches reached stood stands hold holds held close closes closed opened end"
    " ends ended finish finishes finished headed snap snaps snapped stay stays stayed remain"
    " remains remained was is were are up down higher lower flat fetch fetches fetched changed"
    " averaged"
)
MARKET_NOUNS = AnyOf(
    "price prices futures future contract contracts benchmark market markets bulls bears traders"
    " rally rout selloff sell-off slump surge quote quotes exchange rate rates fix options index"
    " bets"
)
UNITS = re.compile(
    r"(?:an ounce|per ounce|a barrel|per barrel|a tonne|per tonne|a ton\b|a bushel|per bushel"
    r"|/bbl|/oz"
    r"|a pound in|percent|per cent|%|basis points|\$\s?\d|€\s?\d|£\s?\d|cents a|troy)",
    re.IGNORECASE,
)
AGAINST_CURRENCY = re.compile(r"\b(?:against|versus|vs\.?|to) (?:the|a) ", re.IGNORECASE)
MARKET_TALK = re.compile(
    r"\b(?:oil|crude|barrels?|OPEC\+?|futures|prices?|traders?|analysts?|markets?|commodit(?:y|ies)"
    r"|safe[- ]haven|investors?|currenc(?:y|ies)|forex|central bank|hedg(?:e|ed|ing)|bonds?|yields?"
    r"|stocks|equities|invest(?:ing|ment)?|inflation|dollars?|exchange rate|rate (?:cut|hike"
    r"|rise)s?)\b",
    re.IGNORECASE,
)

BUSINESS_AFTER = AnyOf(
    "share shares stock stocks bond bonds inc corp corporation plc co ltd ceo cfo coo chief"
    " chairman chairwoman chair executive executives investor investors shareholder shareholders"
    " earnings revenue revenues profit profits sales results dividend dividends quarterly guidance"
    " outlook forecast spokesman spokeswoman spokesperson employees workers staff board subsidiary"
    " rival buyback ipo analysts valuation stores outlets factories factory plant plants refinery"
    " management net operating first-quarter second-quarter third-quarter fourth-quarter full-year"
    " annual customers customer suppliers supplier dealership dealerships dealers margins margin"
    " debt takeover bid founder co-founder headquarters boss smartphone iphone iphones warehouse"
    " warehouses holders owners dispute union lawsuit merger deal unit division brand services"
    " turnover"
)
BUSINESS_VERBS = AnyOf(
    "reported reports posted posts announced announces unveiled unveils warned warns forecasts"
    " forecast cut cuts raised raises acquired acquires agreed agrees plans planned launched"
    " launches recalled recalls hired hires laid lays fired fires beat beats missed misses swung"
    " swings expects expected declined paid pays buys bought sells sold sued sues settled"
    " appointed appoints named names operates operated invested invests issued issues halted halts"
    " suspended suspends resumed delayed delays scrapped scraps shut shuts opens closed unveil"
    " booked books spun struck secured won lost overtook signed signs completed completes ordered"
    " orders ships shipped owns owned makes manufactures produces produced filed files disclosed"
    " discloses denied denies is has will would may could must can aims seeks intends considers"
    " explores mulls led leads added drops expect plan sell buy shut close merge"
)
STRONG_VERBS = AnyOf(
    "reported reports posted announced announces unveiled unveils warned warns acquired acquires"
    " recalled recalls laid lays beat beats swung expects appointed appoints forecasts booked"
    " declined hires hired sued sues raised raises cuts cut invests invested filed disclosed"
    " agreed scrapped scraps launches launched plans suspends suspended resumed halted halts buys"
    " report post unveil warn acquire cut raise agree suspend halt doubled doubles tripled halved"
    " lifted lifts fined buying cutting raising closing shutting selling hiring launching"
    " recalling restructuring acquiring accused"
)
AUXILIARY = AnyOf(
    "is are was were has have had been be being will would may might could can must should also"
    " not now still to"
)
TALK = AnyOf("said says told added tweeted wrote did")
BUSINESS_BEFORE = AnyOf(
    "retailer carmaker automaker chipmaker airline airlines lender bank banker miner brewer"
    " insurer drugmaker planemaker oilmaker major giant group company firm rival rivals competitor"
    " competitors maker manufacturer supplier suppliers operator owner parent conglomerate startup"
    " start-up developer producer refiner explorer utility telecom carrier clothier grocer"
    " supermarket chain broker publisher contractor builder housebuilder homebuilder shipper"
    " steelmaker biotech processor software-maker platform fintech brand unit subsidiary"
    " heavyweight behemoth bellwether"
)
PHRASES_BEFORE = re.compile(
    r"(?:shares?|stake|stakes|stock|holding|bonds?|positions?|investors?|shareholders?"
    r"|earnings|results"
    r"|profits?|sales|deliveries) (?:of|in|at|from|for)(?: \w+(?: giant| major| maker)?)?\s*$"
    r"|(?:acquisition of|takeover of|merge[rd] with|merger with|bid for|buyout of|acquire"
    r"|acquired|buy"
    r"|bought|sell|sold its|invests? in|invested in|investment in|rivals? (?:like|such as"
    r"|including)"
    r"|compan(?:y|ies) (?:like|such as|including)|firms (?:like|such as|including)|analysts? at"
    r"|(?:executive|officer|CEO|CFO|chairman|boss|head|president|engineer|manager|spokes\w+"
    r"|works|worked"
    r"|job|jobs|layoffs|strike|plant|factory) (?:of|at|for)|partner(?:ship|ed|s)? with|deal with"
    r"|contracts? with|lawsuit against|sued|fined|suppl(?:y|ies|ied|ier) (?:to|of)|downgraded"
    r"|upgraded"
    r"|competes? with|owned by|made by|subsidiary of|unit of|parent of|operator|retailers?"
    r"|and rival)\s*$",
    re.IGNORECASE,
)
# one of these is among the three words before, or no such phrase stands there
PHRASE_WORDS = AnyOf(
    "of in at from for with acquire acquired buy bought sell its like as including against sued"
    " fined to downgraded upgraded by operator retailer retailers rival such"
).words
FINANCE = re.compile(
    r"\b(?:shares?|stocks?|shareholders?|investors?|earnings|revenues?|profits?"
    r"|quarter(?:ly)?|sales"
    r"|dividends?|analysts?|NYSE|Nasdaq|IPO|market value|market cap(?:itali[sz]ation)?"
    r"|outlook|CEO|CFO"
    r"|chief executive|retailer|chipmaker|carmaker|automaker|airline|oil major|lender|buyback"
    r"|takeover"
    r"|merger|acquisition|stake|plc|Inc|Corp|same-store|guidance|listed|downgraded?|upgraded?"
    r"|price target|layoffs|antitrust|billion|million|per ?cent|percent|profitable|forecasts?"
    r"|company|companies"
    r"|tech stocks|blue chips?|premarket|pre-market|Wall Street|net income|costs?|output"
    r"|refinery|vehicles|pickups|airbags|plants?|workers|recalls?|executives?|stores|shops"
    r"|risers|fallers|bids?|bidders?|regulators?|insurer|merge[rd]?|telecoms?|payments"
    r"|the market)\b|\d ?%",
    re.IGNORECASE,
)
APPOSITION = re.compile(
    r"^,? (?:the|a|an|one of|which)\b[^,.;]{0,60}\b(?:company|group|retailer|maker"
    r"|manufacturer|operator"
    r"|bank|lender|giant|chain|firm|business|airline|carmaker|automaker|chipmaker|drugmaker|miner"
    r"|insurer|brewer|conglomerate|broker|provider|producer|developer|supermarket|utility|startup"
    r"|start-up|platform|publisher|processor|carrier|owner|parent)\b",
    re.IGNORECASE,
)
ATTRIBUTED = re.compile(
    r", the (?:[\w-]+ )?(?:company|group|groups|retailer|maker|carmaker|automaker|airline|bank"
    r"|lender|insurer|chipmaker|drugmaker|miner|brewer|broker|operator|carrier|firm) sa(?:id|ys)\b"
)
EVERYDAY_AFTER = AnyOf(
    "pie pies juice juices orchard orchards cider tree trees blossom crumble sauce fruit fruits"
    " medal medals medallist medallists rush beach beaches egg eggs shock shocks casing casings"
    " seekers script practice practise audience audiences market group age ages date dates"
    " language zone zones rainforest basin river rivers jungle tribe tribes forest forests delta"
    " deforestation warriors county city variant variants wave waves airport street road square"
    " park stadium field nations kingdom states soviet party hall club fc university college"
    " school church museum cathedral hospital bridge island islands valley mountain mountains"
    " hills lake application applications applicant applicants requirement requirements waiver"
    " waivers policy rules restrictions ban bans fees holder free-travel interview appointment"
    " election elections decision judgment judgement judgments peas pea point points day days week"
    " weeks month year years time door morning table tables pattern patterns deference doctrine"
    " stripes bearing bearings gown gowns room rooms games game girl boy girls boys season"
    " celebrations celebration parade parades float floats queen queens king band song songs album"
    " film movie novel harvest grove groves peel revolution order marmalade rule minister speech"
    " leader temperature theatre theater opera fans fan supporters players player coach team squad"
    " defender midfielder striker goalkeeper manchester leeds code codes root roots mile miles"
    " metres meters priest priestess goddess chocolate-bar stage cove bay hill court lane avenue"
    " gardens garden"
)
EVERYDAY_BEFORE = AnyOf(
    "harrison betty henry gerald president soviet european manchester leeds newcastle sheffield"
    " rambutan candy crab adam's big toffee baked rotten agent mandarin blood navel swimming rock"
    " car tide tidal egg nut turtle sea snail bomb mortar artillery tank empty crystal tennis"
    " cricket rugby soccer foot base basket beach golf wrecking disco wage gender pay generation"
    " skills trade credibility attainment achievement funding knowledge times red trafalgar"
    " leicester union tahrir taksim madison town market tourist student work transit schengen"
    " entry exit h-1b business visitor mekong nile niger okavango danube mississippi rio rhone"
    " pearl soft easy moving prime military civilian legitimate main nikola nikolai david king"
    " saint st mount lake river cape port fort new prince princess queen sir lord lady mr mrs ms"
    " dr"
)
LEGAL = AnyOf(
    "I"
    "nc Corp Corporation Plc PLC Ltd Limited Group Co Company Motor Motors Holdings SE AG SA NV LLC"
    " Technologies International"
).words
NOT_OIL = AnyOf(
    "olive palm sunflower cooking essential fish coconut vegetable soybean soy rapeseed canola"
    " hair motor castor engine massage whale snake linseed argan fool's rose white black olympic"
    " edible baby sesame peanut cannabis cbd hemp lamp mineral"
)
NOT_TRADED = AnyOf("enrichment centrifuges centrifuge hexafluoride weapons")
NOT_PRICED = AnyOf(
    "medal medals medallist medallists rush standard card cards coast plated ring rings watch"
    " watches chain chains necklace earrings teeth tooth leaf foil paint record disc star stars"
    " cup cups enrichment centrifuge centrifuges weapons hexafluoride screen screens lining bullet"
    " wedding jubilee anniversary spoon tableware cutlery hair wire wires pipe pipes pot pots coin"
    " bracelet flakes syrup bread starch belt dogs dough shop shops house houses machine table"
    " break mug tourism union zone area song contest league championship championships final"
    " finals cake cane cone stick sticks daddy shirt shirts wool buds candy tree trees rain tax"
    " spill spills lamp painting paintings change company boots thief thieves heist robbery van"
    " vans joke jokes estimate weapon attempt language humour humor drawing measure death birth"
    " spiner cross borough council silver archer moss goose geese park museum city"
)

"""The grid of tiles: one square a state, placed so that a reader recognises the world.

The layout and the choice of tiles are this project's own. A tile is no opinion on its entity: those whose statehood is
disputed have tiles like all others, of one size, so that neither area nor borders weigh in. A tile is keyed by the id
of its state, which is ``state:`` with the code of ISO 3166-1 in three letters. Entities that the standard leaves out
bear codes from the range that it keeps free for users, which begins with X; all of them but Kosovo have an id that
spells their name.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import attrs


@attrs.frozen
class Tile:
    """A square of the grid."""

    column: int
    """Its column, from 0 in the west."""
    row: int
    """Its row, from 0 in the north."""
    iso3: str
    """Its code in three letters."""
    iso2: str
    """Its code in two letters."""


# Every four characters of a line are a column.
_GRID: Final = """
................................ISL.........NOR SWE FIN ..............................................................
............................................DNK ....LVA EST RUS ......................................................
................................IRL GBR NLD DEU POL LTU BLR ..........................................................
....................................BEL LUX CZE SVK UKR XTR ..........................................................
....CAN ........................FRA CHE LIE AUT HUN ROU MDA ....XAB XSO ........KAZ ..................................
....USA ....................PRT ESP AND MCO SVN HRV SRB BGR ....GEO AZE ........UZB KGZ MNG PRK ....JPN ..............
MEX ....CUB BHS ........................ITA SMR BIH XKX MKD ....TUR ARM ........TKM TJK CHN KOR ......................
GTM BLZ JAM HTI DOM KNA ................VAT MLT MNE ALB GRC ....XNC SYR IRQ IRN AFG PAK NPL BTN ....TWN ..............
SLV HND ........DMA ATG ........................................CYP LBN JOR KWT ....IND BGD MMR LAO VNM ..............
....NIC ........LCA BRB ........MAR DZA TUN LBY EGY ............ISR PSE SAU BHR QAT ........THA KHM ..................
....CRI ....TTO VCT GRD ....ESH MRT MLI NER TCD SDN ERI ............YEM OMN ARE ....LKA ........MYS BRN PHL ..........
....PAN COL VEN GUY SUR ....SEN GMB BFA BEN NGA CAF SSD DJI XSL ....................MDV ........SGP IDN TLS ..........
........ECU PER BRA ....CPV GNB GIN CIV TGO CMR COD UGA ETH SOM ............................PLW FSM NRU MHL ..........
............BOL PRY ........SLE LBR GHA ....GNQ COG RWA KEN ....SYC ........................PNG SLB TUV KIR ..........
........CHL ARG URY ....................STP GAB AGO BDI TZA ....COM ............................VUT FJI WSM ..........
................................................NAM ZMB MWI ....MDG ....................AUS ........TON NIU ..........
................................................BWA ZWE MOZ ........MUS ........................NZL ....COK ..........
................................................ZAF LSO SWZ ..........................................................
"""
_CODES: Final = """
AFG AF AGO AO ALB AL AND AD ARE AE ARG AR ARM AM ATG AG AUS AU AUT AT AZE AZ BDI BI BEL BE BEN BJ BFA BF BGD BD BGR BG
BHR BH BHS BS BIH BA BLR BY BLZ BZ BOL BO BRA BR BRB BB BRN BN BTN BT BWA BW CAF CF CAN CA CHE CH CHL CL CHN CN CIV CI
CMR CM COD CD COG CG COK CK COL CO COM KM CPV CV CRI CR CUB CU CYP CY CZE CZ DEU DE DJI DJ DMA DM DNK DK DOM DO DZA DZ
ECU EC EGY EG ERI ER ESH EH ESP ES EST EE ETH ET FIN FI FJI FJ FRA FR FSM FM GAB GA GBR GB GEO GE GHA GH GIN GN GMB GM
GNB GW GNQ GQ GRC GR GRD GD GTM GT GUY GY HND HN HRV HR HTI HT HUN HU IDN ID IND IN IRL IE IRN IR IRQ IQ ISL IS ISR IL
ITA IT JAM JM JOR JO JPN JP KAZ KZ KEN KE KGZ KG KHM KH KIR KI KNA KN KOR KR KWT KW LAO LA LBN LB LBR LR LBY LY LCA LC
LIE LI LKA LK LSO LS LTU LT LUX LU LVA LV MAR MA MCO MC MDA MD MDG MG MDV MV MEX MX MHL MH MKD MK MLI ML MLT MT MMR MM
MNE ME MNG MN MOZ MZ MRT MR MUS MU MWI MW MYS MY NAM NA NER NE NGA NG NIC NI NIU NU NLD NL NOR NO NPL NP NRU NR NZL NZ
OMN OM PAK PK PAN PA PER PE PHL PH PLW PW PNG PG POL PL PRK KP PRT PT PRY PY PSE PS QAT QA ROU RO RUS RU RWA RW SAU SA
SDN SD SEN SN SGP SG SLB SB SLE SL SLV SV SMR SM SOM SO SRB RS SSD SS STP ST SUR SR SVK SK SVN SI SWE SE SWZ SZ SYC SC
SYR SY TCD TD TGO TG THA TH TJK TJ TKM TM TLS TL TON TO TTO TT TUN TN TUR TR TUV TV TWN TW TZA TZ UGA UG UKR UA URY UY
USA US UZB UZ VAT VA VCT VC VEN VE VNM VN VUT VU WSM WS YEM YE ZAF ZA ZMB ZM ZWE ZW
XAB XA XKX XK XNC XC XSL XS XSO XO XTR XT
"""
_SPELT: Final = {
    "XAB": "abkhazia",
    "XNC": "northern-cyprus",
    "XSL": "somaliland",
    "XSO": "south-ossetia",
    "XTR": "transnistria",
}
_STEP: Final = 4


def _tiles() -> Iterator[tuple[str, Tile]]:
    codes = _CODES.split()
    shorter = dict(zip(codes[::2], codes[1::2], strict=True))
    for row, line in enumerate(_GRID.strip("\n").splitlines()):
        for start in range(0, len(line), _STEP):
            code = line[start : start + _STEP].strip(". ")
            if code:
                yield f"state:{_SPELT.get(code, code)}", Tile(start // _STEP, row, code, shorter[code])


TILES: Final[Mapping[str, Tile]] = MappingProxyType(dict(_tiles()))
"""The tiles, by the id of the state that each is for."""
COLUMNS: Final = 1 + max(tile.column for tile in TILES.values())
"""How many columns the grid has."""
ROWS: Final = 1 + max(tile.row for tile in TILES.values())
"""How many rows the grid has."""

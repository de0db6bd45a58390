"""The codes of countries that GDELT takes from CAMEO: which of them are states here, and which are not.

Most are those of ISO 3166-1, and some are not: ``ROM``, ``TMP``, ``MTN``, ``IMY``. The list is that of CAMEO 1.1b3 as
GDELT gives it out. Whoever has a code there and claims to be a state, is one here: that says nothing of who recognises
it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_STATES: Final = """
AFG Afghanistan|AGO Angola|ALB Albania|AND Andorra|ARE United Arab Emirates|ARG Argentina|ARM Armenia
ATG Antigua and Barbuda|AUS Australia|AUT Austria|AZE Azerbaijan|BDI Burundi|BEL Belgium|BEN Benin|BFA Burkina Faso
BGD Bangladesh|BGR Bulgaria|BHR Bahrain|BHS Bahamas|BIH Bosnia and Herzegovina|BLR Belarus|BLZ Belize|BOL Bolivia
BRA Brazil|BRB Barbados|BRN Brunei|BTN Bhutan|BWA Botswana|CAF Central African Republic|CAN Canada|CHE Switzerland
CHL Chile|CHN China|CIV Ivory Coast|CMR Cameroon|COD Democratic Republic of the Congo|COG Congo|COK Cook Islands
COL Colombia|COM Comoros|CPV Cape Verde|CRI Costa Rica|CUB Cuba|CYP Cyprus|CZE Czech Republic|DEU Germany|DJI Djibouti
DMA Dominica|DNK Denmark|DOM Dominican Republic|DZA Algeria|ECU Ecuador|EGY Egypt|ERI Eritrea|ESH Western Sahara
ESP Spain|EST Estonia|ETH Ethiopia|FIN Finland|FJI Fiji|FRA France|FSM Micronesia|GAB Gabon|GBR United Kingdom
GEO Georgia|GHA Ghana|GIN Guinea|GMB Gambia|GNB Guinea-Bissau|GNQ Equatorial Guinea|GRC Greece|GRD Grenada
GTM Guatemala|GUY Guyana|HND Honduras|HRV Croatia|HTI Haiti|HUN Hungary|IDN Indonesia|IND India|IRL Ireland|IRN Iran
IRQ Iraq|ISL Iceland|ISR Israel|ITA Italy|JAM Jamaica|JOR Jordan|JPN Japan|KAZ Kazakhstan|KEN Kenya|KGZ Kyrgyzstan
KHM Cambodia|KIR Kiribati|KNA Saint Kitts and Nevis|KOR South Korea|KWT Kuwait|LAO Laos|LBN Lebanon|LBR Liberia
LBY Libya|LCA Saint Lucia|LIE Liechtenstein|LKA Sri Lanka|LSO Lesotho|LTU Lithuania|LUX Luxembourg|LVA Latvia
MAR Morocco|MCO Monaco|MDA Moldova|MDG Madagascar|MDV Maldives|MEX Mexico|MHL Marshall Islands|MKD Macedonia|MLI Mali
MLT Malta|MMR Myanmar|MNG Mongolia|MOZ Mozambique|MRT Mauritania|MTN Montenegro|MUS Mauritius|MWI Malawi|MYS Malaysia
NAM Namibia|NER Niger|NGA Nigeria|NIC Nicaragua|NIU Niue|NLD Netherlands|NOR Norway|NPL Nepal|NRU Nauru
NZL New Zealand|OMN Oman|PAK Pakistan|PAN Panama|PER Peru|PHL Philippines|PLW Palau|PNG Papua New Guinea|POL Poland
PRK North Korea|PRT Portugal|PRY Paraguay|PSE Palestine|QAT Qatar|ROM Romania|RUS Russia|RWA Rwanda|SAU Saudi Arabia
SDN Sudan|SEN Senegal|SGP Singapore|SLB Solomon Islands|SLE Sierra Leone|SLV El Salvador|SMR San Marino|SOM Somalia
SRB Serbia|STP Sao Tome and Principe|SUR Suriname|SVK Slovakia|SVN Slovenia|SWE Sweden|SWZ Swaziland|SYC Seychelles
SYR Syria|TCD Chad|TGO Togo|THA Thailand|TJK Tajikistan|TKM Turkmenistan|TMP East Timor|TON Tonga
TTO Trinidad and Tobago|TUN Tunisia|TUR Turkey|TUV Tuvalu|TWN Taiwan|TZA Tanzania|UGA Uganda|UKR Ukraine|URY Uruguay
USA United States|UZB Uzbekistan|VAT Vatican City|VCT Saint Vincent and the Grenadines|VEN Venezuela|VNM Vietnam
VUT Vanuatu|WSM Samoa|YEM Yemen|ZAF South Africa|ZMB Zambia|ZWE Zimbabwe
"""

STATES: Final[Mapping[str, str]] = MappingProxyType(
    {entry[:3]: entry[4:] for line in _STATES.split("\n") for entry in line.split("|") if entry}
)
"""The codes of states, each with the name that the record gets."""

_OTHERS: Final = """
AFR ASA BLK CAS CAU CEU CFR CRB EAF EEU EIN EUR LAM MDT MEA NAF NMR PGS SAF SAM SAS SCN SEA WAF WST BAG GZS WSB
ABW AIA ALA ANT ASM BMU CYM FLK FRO GIB GLP GRL GUF GUM HKG IMY MAC MNP MSR MTQ MYT NCL NFK PCN PRI PYF REU SHN SJM SPM
TCA TKL VGB VIR WLF
"""

OTHERS: Final = frozenset(_OTHERS.split())
"""The codes of the list that stand for regions, cities and dependent territories: they are no states here."""

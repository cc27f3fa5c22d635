// The instruments of the paper market: real symbols, names and exchanges, with a price of their size (mid-2025), the beta to the market
// and the volatility of their own in a year. The prices of the simulation wander around these; they are not market data.
import type { AssetClass } from '@/lib/brokerage/schema';

export type Listing = Readonly<{
  symbol: string;
  name: string;
  exchange: string;
  assetClass: AssetClass;
  referencePrice: number;
  beta: number;
  ownVolatility: number;
}>;

/** Share classes of one company report and split together. */
export const companyOf = ({ name }: Listing): string => name.replace(/ Class [A-Z]$/, '');

/** Reserved symbols that always give one outcome, as the test cards of a payment sandbox do. */
export const TEST_SYMBOLS = {
  ZCLOSED: 'Test symbol: its market is always closed, orders get market_closed',
  ZHALT: 'Test symbol: trading is always halted, orders are refused',
  ZREJECT: 'Test symbol: quotes normally, the broker rejects every order',
} as const;

type Row = readonly [symbol: string, name: string, exchange: string, price: number, beta: number, ownVolatility: number];

const STOCKS: readonly Row[] = [
  ['AAPL', 'Apple Inc.', 'NASDAQ', 212.4, 1.1, 0.18],
  ['MSFT', 'Microsoft Corporation', 'NASDAQ', 478.9, 1.0, 0.15],
  ['NVDA', 'NVIDIA Corporation', 'NASDAQ', 148.6, 1.8, 0.34],
  ['AMZN', 'Amazon.com, Inc.', 'NASDAQ', 219.8, 1.3, 0.22],
  ['GOOGL', 'Alphabet Inc. Class A', 'NASDAQ', 178.3, 1.1, 0.22],
  ['GOOG', 'Alphabet Inc. Class C', 'NASDAQ', 179.6, 1.1, 0.22],
  ['META', 'Meta Platforms, Inc.', 'NASDAQ', 702.1, 1.3, 0.26],
  ['TSLA', 'Tesla, Inc.', 'NASDAQ', 321.7, 1.9, 0.48],
  ['AVGO', 'Broadcom Inc.', 'NASDAQ', 256.2, 1.5, 0.32],
  ['BRK.A', 'Berkshire Hathaway Inc. Class A', 'NYSE', 731_450, 0.7, 0.1],
  ['BRK.B', 'Berkshire Hathaway Inc. Class B', 'NYSE', 487.5, 0.7, 0.1],
  ['JPM', 'JPMorgan Chase & Co.', 'NYSE', 275.9, 1.0, 0.15],
  ['V', 'Visa Inc. Class A', 'NYSE', 348.2, 0.8, 0.13],
  ['MA', 'Mastercard Incorporated Class A', 'NYSE', 552.6, 0.9, 0.14],
  ['LLY', 'Eli Lilly and Company', 'NYSE', 781.3, 0.6, 0.3],
  ['UNH', 'UnitedHealth Group Incorporated', 'NYSE', 306.8, 0.6, 0.28],
  ['XOM', 'Exxon Mobil Corporation', 'NYSE', 110.4, 0.7, 0.2],
  ['CVX', 'Chevron Corporation', 'NYSE', 146.1, 0.7, 0.2],
  ['WMT', 'Walmart Inc.', 'NYSE', 96.7, 0.6, 0.16],
  ['COST', 'Costco Wholesale Corporation', 'NASDAQ', 986.4, 0.8, 0.16],
  ['HD', 'The Home Depot, Inc.', 'NYSE', 362.8, 0.9, 0.16],
  ['PG', 'The Procter & Gamble Company', 'NYSE', 160.3, 0.4, 0.13],
  ['JNJ', 'Johnson & Johnson', 'NYSE', 152.9, 0.4, 0.14],
  ['ABBV', 'AbbVie Inc.', 'NYSE', 186.2, 0.5, 0.19],
  ['MRK', 'Merck & Co., Inc.', 'NYSE', 80.1, 0.4, 0.21],
  ['PFE', 'Pfizer Inc.', 'NYSE', 24.3, 0.5, 0.2],
  ['BMY', 'Bristol-Myers Squibb Company', 'NYSE', 47.2, 0.4, 0.22],
  ['TMO', 'Thermo Fisher Scientific Inc.', 'NYSE', 404.5, 0.9, 0.21],
  ['ABT', 'Abbott Laboratories', 'NYSE', 134.6, 0.6, 0.15],
  ['AMGN', 'Amgen Inc.', 'NASDAQ', 279.8, 0.5, 0.2],
  ['GILD', 'Gilead Sciences, Inc.', 'NASDAQ', 109.7, 0.4, 0.2],
  ['KO', 'The Coca-Cola Company', 'NYSE', 69.4, 0.4, 0.12],
  ['PEP', 'PepsiCo, Inc.', 'NASDAQ', 130.2, 0.4, 0.14],
  ['MCD', "McDonald's Corporation", 'NYSE', 291.6, 0.5, 0.14],
  ['SBUX', 'Starbucks Corporation', 'NASDAQ', 92.8, 0.9, 0.22],
  ['NKE', 'NIKE, Inc. Class B', 'NYSE', 62.5, 1.0, 0.26],
  ['DIS', 'The Walt Disney Company', 'NYSE', 118.9, 1.0, 0.2],
  ['NFLX', 'Netflix, Inc.', 'NASDAQ', 1_232.7, 1.2, 0.26],
  ['ADBE', 'Adobe Inc.', 'NASDAQ', 382.4, 1.1, 0.26],
  ['CRM', 'Salesforce, Inc.', 'NYSE', 262.7, 1.1, 0.24],
  ['ORCL', 'Oracle Corporation', 'NYSE', 211.3, 1.2, 0.27],
  ['IBM', 'International Business Machines Corporation', 'NYSE', 281.9, 0.7, 0.18],
  ['CSCO', 'Cisco Systems, Inc.', 'NASDAQ', 66.3, 0.9, 0.15],
  ['INTC', 'Intel Corporation', 'NASDAQ', 21.5, 1.3, 0.38],
  ['AMD', 'Advanced Micro Devices, Inc.', 'NASDAQ', 128.2, 1.8, 0.36],
  ['QCOM', 'QUALCOMM Incorporated', 'NASDAQ', 154.8, 1.3, 0.24],
  ['TXN', 'Texas Instruments Incorporated', 'NASDAQ', 199.6, 1.1, 0.21],
  ['MU', 'Micron Technology, Inc.', 'NASDAQ', 121.9, 1.7, 0.38],
  ['AMAT', 'Applied Materials, Inc.', 'NASDAQ', 171.2, 1.6, 0.28],
  ['ARM', 'Arm Holdings plc American Depositary Shares', 'NASDAQ', 148.3, 1.9, 0.42],
  ['TSM', 'Taiwan Semiconductor Manufacturing Company Limited ADS', 'NYSE', 213.7, 1.4, 0.27],
  ['ASML', 'ASML Holding N.V. New York Registry Shares', 'NASDAQ', 772.5, 1.4, 0.28],
  ['PLTR', 'Palantir Technologies Inc. Class A', 'NASDAQ', 137.4, 2.0, 0.5],
  ['SNOW', 'Snowflake Inc.', 'NYSE', 212.1, 1.4, 0.4],
  ['SHOP', 'Shopify Inc. Class A', 'NASDAQ', 106.8, 1.7, 0.4],
  ['UBER', 'Uber Technologies, Inc.', 'NYSE', 86.4, 1.3, 0.28],
  ['ABNB', 'Airbnb, Inc. Class A', 'NASDAQ', 131.7, 1.2, 0.27],
  ['PYPL', 'PayPal Holdings, Inc.', 'NASDAQ', 71.9, 1.3, 0.28],
  ['COIN', 'Coinbase Global, Inc. Class A', 'NASDAQ', 291.4, 2.2, 0.6],
  ['HOOD', 'Robinhood Markets, Inc. Class A', 'NASDAQ', 76.2, 2.0, 0.55],
  ['SOFI', 'SoFi Technologies, Inc.', 'NASDAQ', 15.6, 1.9, 0.45],
  ['MSTR', 'Strategy Inc Class A', 'NASDAQ', 373.8, 2.2, 0.62],
  ['BAC', 'Bank of America Corporation', 'NYSE', 45.1, 1.1, 0.16],
  ['WFC', 'Wells Fargo & Company', 'NYSE', 76.4, 1.1, 0.18],
  ['C', 'Citigroup Inc.', 'NYSE', 79.2, 1.2, 0.18],
  ['GS', 'The Goldman Sachs Group, Inc.', 'NYSE', 642.6, 1.2, 0.18],
  ['MS', 'Morgan Stanley', 'NYSE', 133.7, 1.2, 0.17],
  ['SCHW', 'The Charles Schwab Corporation', 'NYSE', 89.3, 1.0, 0.2],
  ['BLK', 'BlackRock, Inc.', 'NYSE', 986.1, 1.2, 0.15],
  ['AXP', 'American Express Company', 'NYSE', 302.8, 1.2, 0.18],
  ['BA', 'The Boeing Company', 'NYSE', 201.4, 1.2, 0.3],
  ['CAT', 'Caterpillar Inc.', 'NYSE', 362.9, 1.1, 0.2],
  ['DE', 'Deere & Company', 'NYSE', 512.3, 0.9, 0.2],
  ['GE', 'GE Aerospace', 'NYSE', 242.6, 1.1, 0.22],
  ['HON', 'Honeywell International Inc.', 'NASDAQ', 226.1, 0.9, 0.15],
  ['LMT', 'Lockheed Martin Corporation', 'NYSE', 466.7, 0.4, 0.18],
  ['RTX', 'RTX Corporation', 'NYSE', 145.2, 0.6, 0.17],
  ['UPS', 'United Parcel Service, Inc. Class B', 'NYSE', 100.6, 0.9, 0.22],
  ['FDX', 'FedEx Corporation', 'NYSE', 226.4, 1.1, 0.24],
  ['DAL', 'Delta Air Lines, Inc.', 'NYSE', 48.7, 1.4, 0.32],
  ['UAL', 'United Airlines Holdings, Inc.', 'NASDAQ', 77.9, 1.6, 0.38],
  ['F', 'Ford Motor Company', 'NYSE', 10.7, 1.3, 0.26],
  ['GM', 'General Motors Company', 'NYSE', 49.3, 1.3, 0.26],
  ['RIVN', 'Rivian Automotive, Inc. Class A', 'NASDAQ', 13.8, 1.7, 0.52],
  ['T', 'AT&T Inc.', 'NYSE', 28.1, 0.5, 0.17],
  ['VZ', 'Verizon Communications Inc.', 'NYSE', 42.6, 0.4, 0.16],
  ['TMUS', 'T-Mobile US, Inc.', 'NASDAQ', 227.9, 0.5, 0.17],
  ['CMCSA', 'Comcast Corporation Class A', 'NASDAQ', 34.6, 0.8, 0.19],
  ['NEE', 'NextEra Energy, Inc.', 'NYSE', 72.3, 0.6, 0.22],
  ['DUK', 'Duke Energy Corporation', 'NYSE', 116.4, 0.3, 0.13],
  ['SO', 'The Southern Company', 'NYSE', 90.2, 0.3, 0.13],
  ['LIN', 'Linde plc', 'NASDAQ', 461.8, 0.8, 0.13],
  ['FCX', 'Freeport-McMoRan Inc.', 'NYSE', 41.6, 1.5, 0.3],
  ['NEM', 'Newmont Corporation', 'NYSE', 57.9, 0.4, 0.32],
  ['PLD', 'Prologis, Inc.', 'NYSE', 106.5, 1.0, 0.2],
  ['O', 'Realty Income Corporation', 'NYSE', 57.4, 0.6, 0.14],
  ['SPOT', 'Spotify Technology S.A.', 'NYSE', 716.2, 1.3, 0.32],
  ['BABA', 'Alibaba Group Holding Limited ADS', 'NYSE', 114.6, 0.8, 0.4],
  ['NVO', 'Novo Nordisk A/S ADS', 'NYSE', 73.1, 0.6, 0.36],
  ['TM', 'Toyota Motor Corporation ADS', 'NYSE', 178.4, 0.7, 0.2],
  ['SNAP', 'Snap Inc. Class A', 'NYSE', 8.4, 1.6, 0.48],
  ['AMC', 'AMC Entertainment Holdings, Inc. Class A', 'NYSE', 3.12, 1.8, 0.7],
  ['GME', 'GameStop Corp. Class A', 'NYSE', 23.4, 1.2, 0.6],
  ['PLUG', 'Plug Power Inc.', 'NASDAQ', 1.36, 1.9, 0.75],
  ['NAK', 'Northern Dynasty Minerals Ltd.', 'NYSE American', 0.94, 0.9, 0.6],
  ['TLRY', 'Tilray Brands, Inc.', 'NASDAQ', 0.4236, 1.6, 0.7],
  ['OPTT', 'Ocean Power Technologies, Inc.', 'NYSE American', 0.5642, 1.5, 0.8],
];

const ETFS: readonly Row[] = [
  ['SPY', 'SPDR S&P 500 ETF Trust', 'NYSE Arca', 597.4, 1, 0.01],
  ['IVV', 'iShares Core S&P 500 ETF', 'NYSE Arca', 600.2, 1, 0.01],
  ['VOO', 'Vanguard S&P 500 ETF', 'NYSE Arca', 549.3, 1, 0.01],
  ['VTI', 'Vanguard Total Stock Market ETF', 'NYSE Arca', 293.6, 1.02, 0.02],
  ['QQQ', 'Invesco QQQ Trust, Series 1', 'NASDAQ', 529.8, 1.2, 0.06],
  ['DIA', 'SPDR Dow Jones Industrial Average ETF Trust', 'NYSE Arca', 422.1, 0.9, 0.04],
  ['IWM', 'iShares Russell 2000 ETF', 'NYSE Arca', 209.4, 1.15, 0.09],
  ['VEA', 'Vanguard FTSE Developed Markets ETF', 'NYSE Arca', 55.7, 0.8, 0.07],
  ['VWO', 'Vanguard FTSE Emerging Markets ETF', 'NYSE Arca', 48.2, 0.8, 0.1],
  ['EFA', 'iShares MSCI EAFE ETF', 'NYSE Arca', 88.1, 0.8, 0.07],
  ['XLK', 'Technology Select Sector SPDR Fund', 'NYSE Arca', 241.7, 1.3, 0.08],
  ['XLF', 'Financial Select Sector SPDR Fund', 'NYSE Arca', 51.1, 1.0, 0.08],
  ['XLE', 'Energy Select Sector SPDR Fund', 'NYSE Arca', 87.6, 0.8, 0.18],
  ['XLV', 'Health Care Select Sector SPDR Fund', 'NYSE Arca', 133.4, 0.6, 0.09],
  ['SMH', 'VanEck Semiconductor ETF', 'NASDAQ', 262.3, 1.6, 0.15],
  ['ARKK', 'ARK Innovation ETF', 'NYSE Arca', 66.4, 1.8, 0.26],
  ['TLT', 'iShares 20+ Year Treasury Bond ETF', 'NASDAQ', 86.9, -0.1, 0.13],
  ['AGG', 'iShares Core U.S. Aggregate Bond ETF', 'NYSE Arca', 98.4, 0.05, 0.05],
  ['BND', 'Vanguard Total Bond Market Index Fund ETF', 'NASDAQ', 73.1, 0.05, 0.05],
  ['HYG', 'iShares iBoxx $ High Yield Corporate Bond ETF', 'NYSE Arca', 80.2, 0.35, 0.03],
  ['SGOV', 'iShares 0-3 Month Treasury Bond ETF', 'NYSE Arca', 100.5, 0, 0.001],
  ['GLD', 'SPDR Gold Shares', 'NYSE Arca', 310.6, 0.1, 0.15],
  ['SLV', 'iShares Silver Trust', 'NYSE Arca', 33.1, 0.2, 0.28],
  ['USO', 'United States Oil Fund, LP', 'NYSE Arca', 78.4, 0.4, 0.32],
  ['IBIT', 'iShares Bitcoin Trust ETF', 'NASDAQ', 60.2, 1.2, 0.45],
  ['VNQ', 'Vanguard Real Estate Index Fund ETF', 'NYSE Arca', 89.7, 0.9, 0.11],
  ['SCHD', 'Schwab U.S. Dividend Equity ETF', 'NYSE Arca', 26.6, 0.7, 0.06],
  ['TQQQ', 'ProShares UltraPro QQQ', 'NASDAQ', 76.8, 3.6, 0.18],
  ['SQQQ', 'ProShares UltraPro Short QQQ', 'NASDAQ', 22.1, -3.6, 0.18],
  ['VIXY', 'ProShares VIX Short-Term Futures ETF', 'Cboe BZX', 48.9, -3.2, 0.5],
];

const TESTS: readonly Row[] = [
  ['ZCLOSED', TEST_SYMBOLS.ZCLOSED, 'PAPER', 20, 0, 0.2],
  ['ZHALT', TEST_SYMBOLS.ZHALT, 'PAPER', 20, 0, 0.2],
  ['ZREJECT', TEST_SYMBOLS.ZREJECT, 'PAPER', 20, 0, 0.2],
];

const listings = (rows: readonly Row[], assetClass: AssetClass): Listing[] =>
  rows.map(([symbol, name, exchange, referencePrice, beta, ownVolatility]) => ({
    symbol,
    name,
    exchange,
    assetClass,
    referencePrice,
    beta,
    ownVolatility,
  }));

/** Every instrument, larger and better known ones first within stocks and ETFs; the reserved test symbols last. */
export const LISTINGS: readonly Listing[] = [...listings(STOCKS, 'stock'), ...listings(ETFS, 'etf'), ...listings(TESTS, 'stock')];

const bySymbol: ReadonlyMap<string, Listing> = new Map(LISTINGS.map((listing) => [listing.symbol, listing]));

/** The instrument with exactly this symbol. */
export function findListing(symbol: string): Listing | undefined {
  return bySymbol.get(symbol);
}

package account

import (
	"strconv"
	"strings"
)

// Price is what a minute of phone costs the organisation, for the estimates that sessions show.
type Price struct {
	Currency  string `json:"currency" doc:"ISO 4217, such as GBP; empty: nothing is estimated"`
	Leader    string `json:"leader" doc:"of a minute of a leader's leg: decimal, at most six places"`
	Supporter string `json:"supporter" doc:"of a minute of a supporter's leg"`
}

const highestPrice = 1000 * 1_000_000 // of a minute

// priceView writes an organisation's prices.
func priceView(o Organisation) Price {
	return Price{Currency: o.Currency, Leader: decimal(o.LeaderPrice), Supporter: decimal(o.SupporterPrice)}
}

// setPrice reads prices as people write them; without a currency there is none.
func (o *Organisation) setPrice(p Price) error {
	currency := strings.ToUpper(strings.TrimSpace(p.Currency))
	if currency == "" {
		o.Currency, o.LeaderPrice, o.SupporterPrice = "", 0, 0
		return nil
	}
	if len(currency) != 3 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return invalid("price.currency", "Write the currency with three letters, such as GBP.")
	}
	leader, ok := micros(p.Leader)
	if !ok {
		return invalid("price.leader", "Write a price such as 0.013: at most 1000, with at most six places.")
	}
	supporter, ok := micros(p.Supporter)
	if !ok {
		return invalid("price.supporter", "Write a price such as 0.013: at most 1000, with at most six places.")
	}
	o.Currency, o.LeaderPrice, o.SupporterPrice = currency, leader, supporter
	return nil
}

// micros reads a decimal number into millionths; empty is nothing.
func micros(text string) (int64, bool) {
	text = strings.Replace(strings.TrimSpace(text), ",", ".", 1)
	if text == "" {
		return 0, true
	}
	whole, part, _ := strings.Cut(text, ".")
	if len(whole) > 4 || len(part) > 6 || whole+part == "" || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", 6-len(part)), 10, 64)
	return n, err == nil && n <= highestPrice
}

// decimal writes millionths without superfluous places; nothing is empty.
func decimal(micros int64) string {
	if micros == 0 {
		return ""
	}
	s := strconv.FormatInt(1_000_000+micros%1_000_000, 10)[1:]
	return strings.TrimRight(strconv.FormatInt(micros/1_000_000, 10)+"."+strings.TrimRight(s, "0"), ".")
}

package outbound

import (
	"net/netip"
)

// Public says whether an address is one of the internet's: nothing of this machine, of the network it stands in, of
// a cloud's own services, or of a range that is set aside. What is wrapped in another address is judged by what is in it.
func Public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	if a.Is6() && !internet6.Contains(a) {
		return false
	}
	for _, p := range apart {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast() && !a.IsPrivate()
}

var (
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	internet6 = netip.MustParsePrefix("2000::/3")

	// apart is what IANA's registries of special addresses set aside (RFC 6890 and later), and the one address of
	// a cloud that looks public.
	apart = prefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
		"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
		"168.63.129.16/32", // Azure's host
		"2001::/23",        // Teredo, ORCHID and others
		"2001:db8::/32", "2002::/16", "3fff::/20",
	)
)

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, p := range all {
		out[i] = netip.MustParsePrefix(p)
	}
	return out
}

package taxonomy

import "strings"

// Logsource names where a rule's events come from, as Sigma does. Comparison
// ignores case. The zero Logsource is empty.
type Logsource struct {
	Product  string `json:"product,omitempty"`
	Category string `json:"category,omitempty"`
	Service  string `json:"service,omitempty"`
}

// String returns what is given of product, category and service:
// windows/process_creation.
func (ls Logsource) String() string {
	var parts []string
	for _, s := range []string{ls.Product, ls.Category, ls.Service} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "/")
}

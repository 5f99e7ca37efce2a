package taxonomy

// Logsource names where a rule's events come from, as Sigma does. Comparison
// ignores case. The zero Logsource is empty.
type Logsource struct {
	Product  string `json:"product,omitempty"`
	Category string `json:"category,omitempty"`
	Service  string `json:"service,omitempty"`
}

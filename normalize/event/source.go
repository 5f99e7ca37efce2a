package event

// Source says where an event came from.
type Source struct {
	File   string `json:"file"`             // path as given; a member of an archive follows after "!"
	Format string `json:"format,omitempty"` // evtx, xml, json, …
	Index  int64  `json:"index"`            // counts events in their input from 0
	Record uint64 `json:"record,omitempty"` // the record number where the format has one
	Line   int64  `json:"line,omitempty"`   // 1-based, for line formats
	Offset int64  `json:"offset"`           // bytes from the start of the uncompressed input
	Carved bool   `json:"carved,omitempty"` // it was given up by the log that it lay in
}

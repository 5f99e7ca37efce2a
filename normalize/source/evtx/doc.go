// Package evtx reads Windows event logs in their binary form.
//
// A log is a header of 4 KiB and chunks of 64 KiB that need nothing from one
// another, so it can be read from a pipe: [Records] reads chunk after chunk to
// the end of the input and trusts no count in a header.
//
// A chunk holds records, a record a fragment of BinXML, most often an instance
// of a template: the elements stand in the template, the record has the values.
// A template is parsed once (internal/binxml) and planned (plan.go): the plan is
// the list of fields that it makes, so that a record costs little more than its
// values (internal/wintype). docs/evtx.md explains the format as it is read here.
package evtx

// Package evtx reads Windows event logs in their binary form.
//
// A log is a header of 4 KiB and chunks of 64 KiB that need nothing from one
// another, so it can be read from a pipe: [Records] reads chunk after chunk to
// the end of the input and trusts no count in a header. Fields are named as
// those of Event XML are, and have the types that Windows gave them.
//
// BinXML is decoded by www.velocidex.com/golang/evtx, which drops the types of
// values and trusts its input. What that costs is put right here: a chunk is
// checked (chain.go) and mended (template.go, markup.go) before the decoder sees
// it, and values are decoded from their bytes (value.go).
//
// What remains: RenderingInfo is not seen where it follows EventData inside the
// same value; inside UserData attributes are named as child elements are, and an
// element with neither text nor attributes has no field; a text that is nothing
// but one reference (&amp;) is empty.
package evtx

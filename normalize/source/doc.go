// Package source opens logs and reads the records in them, whatever they are:
// EVTX, Event XML, JSON in any framing, in UTF-8 or UTF-16, each by itself or
// compressed by gzip or zstd, or as a member of a zip archive, and these inside
// one another. What a log is, is told from its content.
//
// The inner rooms read one format each. They know bytes and no meaning: see
// normalize for that.
package source

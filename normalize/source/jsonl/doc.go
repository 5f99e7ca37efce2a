// Package jsonl reads events from JSON in every framing that logs come in: one
// object, an array of objects, JSON lines, objects that simply follow one
// another, all of them pretty-printed or not, with blanks, commas, NULs and
// byte order marks between them.
//
// An object becomes a record with one Unsorted field for each scalar: Name is
// the key, Path the keys down to it joined by dots, an element of an array one
// more field of the array's name. Keys that occur twice are two fields. Numbers
// keep their text. Raw control characters in strings, which JSON forbids but
// logs hold, are kept; only a line feed ends a string that was never closed.
//
// What cannot be read is lost alone: see [Records].
package jsonl

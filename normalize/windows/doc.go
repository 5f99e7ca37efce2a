// Package windows says what values in Windows events mean, as data: the
// parameter messages that Windows logs as %%nnnn, return codes, and the class
// of the account behind a subject.
//
// Everything is immutable, safe for concurrent use, and read from embedded
// tables when it is first needed.
package windows

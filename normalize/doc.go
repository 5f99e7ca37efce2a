// Package normalize turns decoded records into events: it recognises which
// collector's form a record has, gives every field its place and Sigma's name,
// types values, and adds what they mean.
//
// The forms are the dialects of internal/dialect, one file each. What a dialect
// does not know is kept under its own name.
package normalize

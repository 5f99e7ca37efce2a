// Package match holds the predicates: what it means that a field's value
// equals, contains, exceeds … something. Each is one small type with one file
// and one test table. All of them look at an event as it stands in a [view.Event], and none
// of them allocates while it does.
//
// What Sigma leaves open is decided in docs/sigma-support.md.
package match

// Package view holds an event as rules read it ([Event]): its values by numbered slots
// instead of names, each in every spelling that a rule may mean. Which name leads to
// which slot is told by [Names], which are made while rules are compiled, and for events
// like the last ones by [Layouts].
package view

// Package event holds the nouns that the whole project shares: a [Record] as a
// log source decoded it, an [Event] as the normaliser understood it, their
// [Field] and [Value], and the [Class] that rules are routed by.
//
// The package knows neither formats nor rules. It imports nothing of ours.
package event

// Package taxonomy is the vocabulary that rules and events share: which events
// a Sigma log source means, what an event calls the fields that rules name, and
// which type a field has.
//
// The built-in tables describe Windows logs; see the data folder. Custom log
// sources and field aliases are added with [Table.With].
package taxonomy

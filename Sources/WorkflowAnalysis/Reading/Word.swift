/// A stored slot of a record type: what a situation is made of.
struct Word: Hashable {
  let type: Int
  let slot: Int
}

extension Effect.Kind {
  /// What an effect is made of and what it changes, for everything that looks through effects.
  ///
  /// Proofs and checks go by it alone: what is not said here does not happen for them.
  public struct Parts {
    /// New values of the target, or of the record that is `created`.
    public internal(set) var assignments: [Assignment] = []
    /// The type of a record that is made.
    public internal(set) var created: Int?
    /// The slot of the inline list that the new record becomes an entry of.
    public internal(set) var entries: Int?
    /// Whether the target is taken away.
    public internal(set) var removes = false
    /// Whether nothing of it is kept.
    public internal(set) var erases = false
    /// The slot of the links that change, of the record looped over or of the own one.
    public internal(set) var links: (slot: Int, ofMember: Bool)?
    /// Records that are linked, or with `unlinks` no longer.
    public internal(set) var records: Formula?
    public internal(set) var unlinks = false
    /// An event of the target, or of the record that is `created`.
    public internal(set) var sent: Int?
    /// Values for the inputs of the event that is sent.
    public internal(set) var given: [NamedExpression] = []
    /// An event of the own record, for later.
    public internal(set) var raised: Int?
    /// A message with its key and values.
    public internal(set) var message: String?
    public internal(set) var key: Sentence?
    public internal(set) var fields: [NamedExpression] = []
    /// Effects inside it, whichever of them happen.
    public internal(set) var inner: [Effect] = []
  }

  public var parts: Parts {
    switch self {
    case .set(let assignments): Parts(assignments: assignments)
    case .setTogether(let effects): Parts(inner: effects)
    case .create(let type, let entries, let assignments, let event):
      Parts(assignments: assignments, created: type, entries: entries, sent: event)
    case .delete: Parts(removes: true)
    case .erase: Parts(removes: true, erases: true)
    case .link(let slot, let records, let ofMember):
      Parts(links: (slot: slot, ofMember: ofMember), records: records)
    case .unlink(let slot, let records, let ofMember):
      Parts(links: (slot: slot, ofMember: ofMember), records: records, unlinks: true)
    case .send(let event, _, _, let values): Parts(sent: event, given: values)
    case .raise(let event, _): Parts(raised: event)
    case .choose(let effects, let others): Parts(inner: effects + others)
    case .emit(let name, let key, let fields): Parts(message: name, key: key, fields: fields)
    }
  }
}

extension Effect.Kind {
  /// What an effect is made of, for everything that looks through effects.
  public struct Parts {
    public internal(set) var assignments: [Assignment] = []
    /// Records that are linked, or no longer.
    public internal(set) var records: Formula?
    /// A message's key and values.
    public internal(set) var key: Sentence?
    public internal(set) var fields: [NamedExpression] = []
    /// Effects inside it, whichever of them happen.
    public internal(set) var inner: [Effect] = []
  }

  public var parts: Parts {
    switch self {
    case .set(let assignments), .create(_, _, let assignments, _):
      Parts(assignments: assignments)
    case .link(_, let records, _), .unlink(_, let records, _): Parts(records: records)
    case .emit(_, let key, let fields): Parts(key: key, fields: fields)
    case .choose(let effects, let others): Parts(inner: effects + others)
    case .delete, .erase, .send, .raise: Parts()
    }
  }
}

import CEL

extension Outline {
  /// Its smallest parts, in order.
  var atoms: [Atom] {
    switch self {
    case .constant: []
    case .all(let parts), .any(let parts): parts.flatMap(\.atoms)
    case .not(let part): part.atoms
    case .choice(let condition, let yes, let no): condition.atoms + yes.atoms + no.atoms
    case .atom(let atom): [atom]
    }
  }
}

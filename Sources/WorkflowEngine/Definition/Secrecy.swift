/// Who may see what is kept secret: somebody who has one of the roles of each list.
public struct Secrecy: Sendable, Hashable {
  /// Lists of roles, each in the order of the file; an empty one lets nobody see.
  public private(set) var seenBy: [[String]]

  public init(seenBy roles: [String]) { seenBy = [roles] }

  /// Whether somebody with these roles may see it.
  public func isOpen(to roles: [String]) -> Bool {
    seenBy.allSatisfy { $0.contains(where: roles.contains) }
  }

  /// Whether nobody may see this one who may not see the other one.
  public func isWithin(_ other: Secrecy) -> Bool {
    other.seenBy.allSatisfy { needed in
      seenBy.contains { roles in roles.allSatisfy(needed.contains) }
    }
  }

  /// Roles that open it alone; none where several are needed.
  public var roles: [String] {
    seenBy.reduce(seenBy.first ?? []) { left, right in left.filter(right.contains) }
  }

  /// What tells both is seen by those alone who may see both.
  mutating func add(_ other: Secrecy) {
    for roles in other.seenBy where !seenBy.contains(roles) { seenBy.append(roles) }
  }
}

extension Secrecy? {
  mutating func add(_ other: Secrecy?) {
    guard let other else { return }
    if self == nil { self = other } else { self?.add(other) }
  }
}

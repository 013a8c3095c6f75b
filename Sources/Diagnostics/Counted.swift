/// `1 record`, `3 records`; the plural is made as English makes it where none is given.
package func counted(_ amount: Int, _ one: String, _ many: String? = nil) -> String {
  "\(amount) \(amount == 1 ? one : many ?? one.plural)"
}

extension String {
  /// `policies`, `boxes`, `days`: the last word in the plural.
  package var plural: String {
    if hasSuffix("y"), let before = dropLast().last, !"aeiou".contains(before) {
      return dropLast() + "ies"
    }
    return self + (["s", "x", "z", "ch", "sh"].contains(where: hasSuffix) ? "es" : "s")
  }
}

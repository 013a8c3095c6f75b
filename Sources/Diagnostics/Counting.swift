/// `an account`, `a service`.
package func withArticle(_ noun: String) -> String {
  "\(startsWithVowelSound(noun) ? "an" : "a") \(noun)"
}

/// `1 record`, `3 records`.
package func counted(_ amount: Int, _ one: String, _ many: String? = nil) -> String {
  "\(amount) \(amount == 1 ? one : many ?? plural(of: one))"
}

/// `policies`, `boxes`, `keys`; of `order_line` the last word.
package func plural(of noun: String) -> String {
  if let (one, many) = irregularPlurals.first(where: { noun == $0.0 || noun.hasSuffix("_\($0.0)") })
  {
    return noun.dropLast(one.count) + many
  }
  let endings = ["s", "x", "z", "ch", "sh"]
  if endings.contains(where: noun.hasSuffix) { return noun + "es" }
  if noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiou".contains(before) {
    return noun.dropLast() + "ies"
  }
  return noun + "s"
}

private let irregularPlurals = [
  ("child", "children"), ("person", "people"), ("man", "men"), ("woman", "women"),
  ("staff", "staff"), ("series", "series"), ("leaf", "leaves"), ("half", "halves"),
  ("analysis", "analyses"), ("diagnosis", "diagnoses"), ("mouse", "mice"), ("foot", "feet"),
  ("quiz", "quizzes"), ("news", "news"), ("equipment", "equipment"), ("data", "data"),
]

private func startsWithVowelSound(_ noun: String) -> Bool {
  let word = noun.lowercased()
  if ["hour", "honest", "heir"].contains(where: word.hasPrefix) { return true }
  // Spoken "you" or "one": a user, a unit, a one-off.
  if ["user", "usage", "use", "uni", "euro", "one"].contains(where: word.hasPrefix) {
    return word.hasPrefix("unin") || word.hasPrefix("unim")
  }
  return word.first.map { "aeiou".contains($0) } ?? false
}

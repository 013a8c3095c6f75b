/// What a test needed and did not get.
package struct Mishap: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A value that a test cannot go on without.
package func required<Value>(_ value: Value?, _ what: @autoclosure () -> String = "") throws
  -> Value
{
  guard let value else { throw Mishap("nothing where a value is required \(what())") }
  return value
}

package func required(_ holds: Bool, _ what: @autoclosure () -> String = "") throws {
  if !holds { throw Mishap("what is required does not hold \(what())") }
}

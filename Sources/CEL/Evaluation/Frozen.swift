/// What threads share although the compiler cannot see that nobody changes it.
// INVARIANT: nothing that can be reached from the value changes after it is wrapped. A test holds
// that nodes have constant properties alone.
struct Frozen<Value>: @unchecked Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

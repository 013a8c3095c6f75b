extension Function {
  /// CEL's library of encoders.
  static let encoders: [Function] = [
    Function(
      "base64.encode", in: .encoders, "base64.encode(b)", "bytes as text of 64 characters",
      .plain([.bytes], .string),
      one: One { call, value in
        guard case .bytes(let bytes) = value else { return call.unsupported }
        return call.charge(bytes.count) ? .string(Base64.encode(bytes)) : Frame.exhausted
      }),
    Function(
      "base64.decode", in: .encoders, "base64.decode(s)", "the bytes that such a text stands for",
      .plain([.string], .bytes),
      one: One { call, value in
        guard case .string(let text) = value else { return call.unsupported }
        guard call.charge(text.utf8.count) else { return Frame.exhausted }
        return Base64.decode(text).map { .bytes($0) } ?? .failure("the text is no base64")
      }),
  ]
}

/// RFC 4648, with or without the filling at the end.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func encode(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= UInt32(8 * (3 - group.count))
      for position in 0..<4 {
        result.append(
          position <= group.count
            ? alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  package static func decode(_ text: String) -> [UInt8]? {
    var characters = Array(text.utf8)[...]
    while characters.last == UInt8(ascii: "="), characters.count > text.utf8.count - 2 {
      characters = characters.dropLast()
    }
    let isFilled = characters.count < text.utf8.count
    guard characters.count % 4 != 1, !isFilled || text.utf8.count % 4 == 0 else { return nil }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for character in characters {
      guard let digit = alphabet.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return result
  }
}

// swift-tools-version: 6.1
// The part of scripts/mutate that reads Swift. A package of its own, so that whoever builds the
// product needs no swift-syntax.
import PackageDescription

let package = Package(
  name: "slips",
  dependencies: [
    .package(url: "https://github.com/swiftlang/swift-syntax", "600.0.0"..<"700.0.0")
  ],
  targets: [
    .executableTarget(
      name: "slips",
      dependencies: [
        .product(name: "SwiftOperators", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
      ]),
    .testTarget(name: "slipsTests", dependencies: ["slips"]),
  ]
)

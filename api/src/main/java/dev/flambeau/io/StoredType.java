package dev.flambeau.io;

import dev.flambeau.op.DType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A type of elements in a safetensors file that can be read: how long one is, what it becomes when
 * no type is asked for, and which number its bytes are.
 */
enum StoredType {
  F64(8, DType.FLOAT64),
  F32(4, DType.FLOAT32),
  F16(2, DType.FLOAT32),
  BF16(2, DType.FLOAT32),
  I64(8, DType.INT32),
  I32(4, DType.INT32),
  I16(2, DType.INT32),
  I8(1, DType.INT32),
  U64(8, DType.INT32),
  U32(4, DType.INT32),
  U16(2, DType.INT32),
  U8(1, DType.INT32),
  BOOL(1, DType.BOOL);

  private final int bytes;
  private final DType dtype;

  StoredType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** The type that is written {@code name}; null where it is one that is not read. */
  static @Nullable StoredType named(String name) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The type in which elements are written. */
  static StoredType of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> F32;
      case FLOAT64 -> F64;
      case INT32 -> I32;
      case BOOL -> BOOL;
    };
  }

  /** The length of one element. */
  int bytes() {
    return bytes;
  }

  /** What it becomes unless another type is asked for. */
  DType dtype() {
    return dtype;
  }

  /** Whether it can become this type: floating ones each other, all others their own kind. */
  boolean becomes(DType other) {
    return dtype == other || dtype.isFloating() && other.isFloating();
  }

  /** The next element of a floating type, exactly. */
  double real(ByteBuffer from) {
    return switch (this) {
      case F64 -> from.getDouble();
      case F32 -> from.getFloat();
      case F16 -> half(from.getShort());
      case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
      default -> throw new IllegalStateException(name());
    };
  }

  /** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb((double) (0x400 | fraction), exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The next element of an integer type; of U64 its 64 bits. */
  long integer(ByteBuffer from) {
    return switch (this) {
      case I64, U64 -> from.getLong();
      case I32 -> from.getInt();
      case I16 -> from.getShort();
      case I8, BOOL -> from.get();
      case U32 -> Integer.toUnsignedLong(from.getInt());
      case U16 -> Short.toUnsignedLong(from.getShort());
      case U8 -> Byte.toUnsignedLong(from.get());
      default -> throw new IllegalStateException(name());
    };
  }

  /** Whether an element that {@link #integer} gave has 32 bits. */
  boolean fitsInt(long integer) {
    return integer == (int) integer && (this != U64 || integer >= 0);
  }

  /** An element in words. */
  String text(long integer) {
    return this == U64 ? Long.toUnsignedString(integer) : Long.toString(integer);
  }
}

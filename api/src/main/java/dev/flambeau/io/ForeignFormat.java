package dev.flambeau.io;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Formats in which models also come, told by their first bytes, and the way from each. */
enum ForeignFormat {
  NUMPY_ARRAYS(
      "NumPy's arrays (.npz)", "safetensors.numpy.save_file(dict(numpy.load('FILE')), 'OUT')"),
  PYTORCH(
      "PyTorch's own format (.pt, .pth, .bin), which can hold code",
      "safetensors.torch.save_file({k: v.contiguous().clone() for k, v in"
          + " torch.load('FILE', map_location='cpu', weights_only=True).items()}, 'OUT')"),
  NUMPY_ARRAY(
      "a NumPy array (.npy)", "safetensors.numpy.save_file({'x': numpy.load('FILE')}, 'OUT')"),
  HDF5(
      "HDF5, as Keras saves",
      "safetensors.numpy.save_file({w.path: w.numpy() for w in"
          + " keras.models.load_model('FILE').weights}, 'OUT')"),
  GGUF(
      "GGUF, whose tensors are most often quantised",
      "safetensors.numpy.save_file({t.name: gguf.quants.dequantize(t.data, t.tensor_type) for t in"
          + " gguf.GGUFReader('FILE').tensors}, 'OUT')"),
  ONNX(
      "ONNX",
      "safetensors.numpy.save_file({t.name: onnx.numpy_helper.to_array(t) for t in"
          + " onnx.load('FILE').graph.initializer}, 'OUT')"),
  LFS_POINTER("a pointer of Git LFS in place of the file; fetch it with: git lfs pull"),
  GZIP("compressed by gzip; unpack it with: gunzip"),
  WEB_PAGE("a web page, so the download went wrong; fetch the file itself");

  /** How many first bytes tell. */
  static final int BYTES = 256;

  private final String advice;

  ForeignFormat(String advice) {
    this.advice = advice;
  }

  ForeignFormat(String what, String python) {
    this(what + "; save its tensors from Python with: " + python);
  }

  /** The words for a file that begins so, the way out among them. */
  String advice() {
    return "this is " + advice + ".";
  }

  /** The format of a file that begins with these bytes; null if it is none of them. */
  static @Nullable ForeignFormat of(byte[] bytes) {
    // One character a byte.
    String start = new String(bytes, StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK\003\004")) {
      return start.contains(".npy") ? NUMPY_ARRAYS : PYTORCH;
    }
    if (start.matches("(?s)\u0080[\2-\5].*")) {
      return PYTORCH;
    }
    if (start.startsWith("\u0093NUMPY")) {
      return NUMPY_ARRAY;
    }
    if (start.startsWith("\u0089HDF\r\n\032\n")) {
      return HDF5;
    }
    if (start.startsWith("GGUF")) {
      return GGUF;
    }
    if (start.startsWith("version https://git-lfs")) {
      return LFS_POINTER;
    }
    if (start.startsWith("\u001f\u008b")) {
      return GZIP;
    }
    if (start.stripLeading().matches("(?is)<(!doctype )?html.*")) {
      return WEB_PAGE;
    }
    // A message of Protocol Buffers: field 1 is the version, the next the producer or a graph.
    return start.matches("(?s)\b[\1-\37][\22\32:B].*") ? ONNX : null;
  }
}

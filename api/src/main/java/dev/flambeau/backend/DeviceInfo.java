package dev.flambeau.backend;

import dev.flambeau.op.DType;
import java.util.List;
import java.util.Set;

/**
 * A device that can be opened.
 *
 * @param name the name that picks it and no other: {@code cpu}, {@code opencl:0}
 * @param provider the name of the provider that opens it
 * @param deviceClass what it is
 * @param platform the platform's name and version: {@code Portable Computing Language, OpenCL 3.0}
 * @param model the device's own name
 * @param matches the words by which a user may pick it: {@code provider:TEXT} finds TEXT in them
 * @param memoryBytes the size of its memory
 * @param dtypes the element types that it has
 */
public record DeviceInfo(
    String name,
    String provider,
    DeviceClass deviceClass,
    String platform,
    String model,
    List<String> matches,
    long memoryBytes,
    Set<DType> dtypes) {
  public DeviceInfo {
    matches = List.copyOf(matches);
    dtypes = Set.copyOf(dtypes);
  }

  @Override
  public String toString() {
    return name + " (" + platform + ", " + model + ")";
  }
}

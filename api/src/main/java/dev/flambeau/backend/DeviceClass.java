package dev.flambeau.backend;

/** What a device is, in OpenCL's terms. */
public enum DeviceClass {
  GPU,
  ACCELERATOR,
  CPU
}

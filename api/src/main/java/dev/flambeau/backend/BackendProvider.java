package dev.flambeau.backend;

import dev.flambeau.backend.setting.SettingException;
import java.util.List;

/** Finds and opens the devices of one kind; named in {@code META-INF/services} or a module-info. */
public interface BackendProvider {
  /** The first part of its devices' names: all before a colon, or the whole name. */
  String name();

  /**
   * The devices that are there. A driver that fails is logged and left out.
   *
   * @throws BackendUnavailableException if the provider as a whole cannot work here
   * @throws SettingException if a property of the provider's has a value that it does not take
   */
  List<DeviceInfo> devices();

  /** Tries whether one of these devices keeps the strict contract; the answer is kept. */
  Admission admission(DeviceInfo device);

  /** Opens one of these devices. */
  Backend open(DeviceInfo device, BackendOptions options);
}

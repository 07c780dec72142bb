package dev.flambeau.nn;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the parameters and modules in a module's fields: the superclass's first, then as declared.
 * (HotSpot and OpenJ9 report fields in the order of the class file, which is javac's.)
 */
final class Members {
  private Members() {}

  static Map<String, Object> of(Module module) {
    Deque<Class<?>> classes = new ArrayDeque<>();
    for (Class<?> type = module.getClass(); type != Module.class; type = type.getSuperclass()) {
      classes.push(type);
    }
    Map<String, Object> members = new LinkedHashMap<>();
    for (Class<?> type : classes) {
      for (Field field : type.getDeclaredFields()) {
        if (holds(field.getType())) {
          add(members, field.getName(), value(field, module));
        }
      }
    }
    return members;
  }

  private static boolean holds(Class<?> type) {
    return Module.class.isAssignableFrom(type) || type == Parameter.class || type == List.class;
  }

  /** A list of modules counts as one module each, by position. */
  private static void add(Map<String, Object> members, String name, Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof Module module) {
          members.put(name + "." + i, module);
        }
      }
    } else {
      members.put(name, value);
    }
  }

  private static Object value(Field field, Module module) {
    try {
      field.setAccessible(true);
      Object value = field.get(module);
      if (value == null) {
        throw new ModelException(
            field.getDeclaringClass().getName() + "." + field.getName() + " is null");
      }
      return value;
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new ModelException(
          field.getDeclaringClass().getName()
              + "."
              + field.getName()
              + " cannot be read: open its package to dev.flambeau.api, or override members().");
    }
  }
}

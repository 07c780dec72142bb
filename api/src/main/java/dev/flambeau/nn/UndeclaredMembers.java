package dev.flambeau.nn;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a module holds in a field and has not declared: it would not be trained, nor saved,
 * without a word.
 *
 * <p>Looks where Java lets it: a module of the module path that opens no package is not seen into,
 * nor a native image that kept no reflection data. A module around the one that holds it, as an
 * inner class has, is no member and is let be.
 */
final class UndeclaredMembers {
  /** Of each class of modules the fields that may hold one. */
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return fields(type);
        }
      };

  private UndeclaredMembers() {}

  /**
   * Looks into all modules of a tree.
   *
   * @throws ModelException if a field holds a module, parameter or buffer that is not declared
   */
  static void refuse(MemberTree tree) {
    for (MemberTree.Place place : tree.places()) {
      Module module = place.module();
      for (Field field : FIELDS.get(module.getClass())) {
        for (Object held : membersIn(value(field, module))) {
          if (!tree.contains(held) && !isAround(held, module)) {
            throw refusal(place.path(), field, held);
          }
        }
      }
    }
  }

  private static boolean isAround(Object held, Module module) {
    return held instanceof Module other && new MemberTree(other).contains(module);
  }

  private static ModelException refusal(String path, Field field, Object held) {
    // A variable that an anonymous class has taken is called val$name.
    String name = field.getName().replaceFirst("^val\\$", "");
    String kind = held instanceof StateTensor tensor ? tensor.kind() : "module";
    return new ModelException(
        field.getDeclaringClass().getName()
            + (path.isEmpty() ? "" : " (\"" + path + "\")")
            + ": its field \""
            + name
            + "\" holds a "
            + kind
            + " that is not declared: it would be neither trained nor saved. Declare it in the"
            + " constructor, by parameter, buffer, child or children; what is not to be a part of"
            + " the model is held behind a Supplier.");
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> found = new ArrayList<>();
    for (Class<?> of = type; of != Module.class; of = of.getSuperclass()) {
      for (Field field : of.getDeclaredFields()) {
        if (mayHold(field) && canBeRead(field)) {
          found.add(field);
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean mayHold(Field field) {
    Class<?> type = field.getType();
    boolean isAround = field.isSynthetic() && field.getName().startsWith("this$");
    return !Modifier.isStatic(field.getModifiers())
        && !isAround
        && !type.isPrimitive()
        && !type.isEnum()
        && type != String.class;
  }

  private static boolean canBeRead(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException | SecurityException e) {
      return false;
    }
  }

  private static @Nullable Object value(Field field, Module module) {
    try {
      return field.get(module);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  /** The modules, parameters and buffers in a value: itself, or within Java's own containers. */
  private static List<Object> membersIn(@Nullable Object value) {
    List<Object> found = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    push(open, value);
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (next instanceof Module || next instanceof StateTensor) {
        found.add(next);
      } else if (seen.add(next)) {
        parts(next).forEach(part -> push(open, part));
      }
    }
    return found;
  }

  private static void push(Deque<Object> open, @Nullable Object value) {
    if (value != null) {
      open.push(value);
    }
  }

  private static Collection<?> parts(Object value) {
    if (value instanceof Object[] array) {
      return Arrays.asList(array);
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? List.of(optional.get()) : List.of();
    }
    if (value instanceof Record record) {
      return components(record);
    }
    // Other people's collections may compute what they hold.
    if (!value.getClass().getName().startsWith("java.util.")) {
      return List.of();
    }
    if (value instanceof Map<?, ?> map) {
      List<Object> both = new ArrayList<>(map.keySet());
      both.addAll(map.values());
      return both;
    }
    return value instanceof Collection<?> collection ? collection : List.of();
  }

  private static List<Object> components(Record record) {
    List<Object> parts = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        Field field = record.getClass().getDeclaredField(component.getName());
        field.setAccessible(true);
        Object part = field.get(record);
        if (part != null) {
          parts.add(part);
        }
      } catch (ReflectiveOperationException | RuntimeException e) {
        // What cannot be read is not seen.
        continue;
      }
    }
    return parts;
  }
}

package dev.flambeau.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that belongs to a module: itself, its parameters, buffers and children, and all that belongs
 * to these, in the order of declaration. What is reached by several paths stands under the first.
 *
 * <p>Walked with a stack of its own, and with paths that are spelt out only when they are asked
 * for: modules may lie very deep in each other.
 */
final class MemberTree {
  /** A module where it was met: by its name in the one around it. */
  record Place(@Nullable Place around, String name, Module module) {
    /** The path of the module; the root's is empty. */
    String path() {
      if (around == null) {
        return "";
      }
      Deque<String> names = new ArrayDeque<>();
      for (Place place = this; place.around != null; place = place.around) {
        names.push(place.name);
      }
      return String.join(".", names);
    }

    /** The path of one of the module's members. */
    String path(String member) {
      return around == null ? member : path() + "." + member;
    }
  }

  private record Held(Place place, String name, StateTensor tensor) {}

  private record Level(Place place, Iterator<Map.Entry<String, Object>> members) {}

  private final List<Place> places = new ArrayList<>();
  private final List<Held> tensors = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Level> open = new ArrayDeque<>();
  private final Set<Module> onPath = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Walks a module.
   *
   * @throws ModelException if a module contains itself
   */
  MemberTree(Module root) {
    enter(new Place(null, "", root));
    while (!open.isEmpty()) {
      Level level = open.peek();
      if (!level.members().hasNext()) {
        onPath.remove(open.pop().place().module());
        continue;
      }
      Map.Entry<String, Object> member = level.members().next();
      if (member.getValue() instanceof Module module) {
        enter(new Place(level.place(), member.getKey(), module));
      } else if (seen.add(member.getValue())) {
        tensors.add(new Held(level.place(), member.getKey(), (StateTensor) member.getValue()));
      }
    }
  }

  private void enter(Place place) {
    Module module = place.module();
    if (onPath.contains(module)) {
      throw new ModelException(
          "The module "
              + module.getClass().getName()
              + " contains itself, as \""
              + place.path()
              + "\". A module that knows the one around it holds it in a field without declaring"
              + " it.");
    }
    if (seen.add(module)) {
      places.add(place);
      onPath.add(module);
      open.push(new Level(place, module.members().entrySet().iterator()));
    }
  }

  /** The modules where they were met, the root first. */
  List<Place> places() {
    return places;
  }

  /** The modules by their path. */
  Map<String, Module> namedModules() {
    Map<String, Module> named = new LinkedHashMap<>();
    places.forEach(place -> named.put(place.path(), place.module()));
    return named;
  }

  /** The parameters or buffers, or both, in order. */
  <T extends StateTensor> List<T> tensors(Class<T> kind) {
    return tensors.stream().map(Held::tensor).filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The parameters or buffers, or both, by their path. */
  <T extends StateTensor> Map<String, T> named(Class<T> kind) {
    Map<String, T> named = new LinkedHashMap<>();
    for (Held held : tensors) {
      if (kind.isInstance(held.tensor())) {
        named.put(held.place().path(held.name()), kind.cast(held.tensor()));
      }
    }
    return named;
  }

  /** Parameters, then buffers: the order of a hash, and of random numbers. */
  List<StateTensor> parametersThenBuffers() {
    List<StateTensor> all = new ArrayList<>(tensors(Parameter.class));
    all.addAll(tensors(Buffer.class));
    return all;
  }

  /** The names that files of earlier versions have, with those of today. */
  Map<String, String> formerNames() {
    Map<String, String> former = new LinkedHashMap<>();
    for (Place place : places) {
      place
          .module()
          .formerNames()
          .forEach((old, now) -> former.put(place.path(old), place.path(now)));
    }
    return former;
  }

  /** Whether a module, parameter or buffer belongs to the root. */
  boolean contains(Object member) {
    return seen.contains(member);
  }
}

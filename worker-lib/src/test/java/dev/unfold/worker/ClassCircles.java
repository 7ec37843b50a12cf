package dev.unfold.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds circles of classes inside the packages of a module. Nested classes count as a part of the
 * class that contains them. A sealed type may name the types that it permits, which implement it.
 */
public final class ClassCircles {
  /** The uses that close a circle and are allowed, each with its reason. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "dev.unfold.worker.tensor.Operand uses dev.unfold.worker.tensor.Matrix",
          "A matrix is an operand of products, and every operand returns the matrix it stands for.");

  private ClassCircles() {}

  /** Fails where classes of one package use each other in a circle. */
  public static void check(JavaClasses classes) {
    Map<String, Set<String>> left = uses(classes);
    List<String> superfluous = new ArrayList<>();
    ALLOWED.forEach(
        (use, reason) -> {
          String[] names = use.split(" uses ", -1);
          if (left.containsKey(names[0]) && !left.get(names[0]).remove(names[1])) {
            superfluous.add(use);
          }
        });
    while (left.values().removeIf(names -> names.stream().noneMatch(left::containsKey))
        || left.keySet()
            .removeIf(name -> left.values().stream().noneMatch(n -> n.contains(name)))) {
      // Classes that use none of those that are left, or that none of them uses, are in no circle.
    }
    List<String> inCircles = new ArrayList<>();
    left.forEach(
        (owner, names) ->
            names.stream()
                .filter(left::containsKey)
                .forEach(name -> inCircles.add(owner + " uses " + name)));
    assertThat(inCircles).as("uses in a circle of classes, or between two circles").isEmpty();
    assertThat(superfluous).as("uses that are allowed and do not exist").isEmpty();
  }

  /** Returns the other classes of its package that each class uses. */
  private static Map<String, Set<String>> uses(JavaClasses classes) {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass owner : classes) {
      Set<String> names = uses.computeIfAbsent(outermost(owner), any -> new TreeSet<>());
      for (Dependency dependency : owner.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().equals(owner.getPackageName())
            && !outermost(target).equals(outermost(owner))
            && !permits(owner, target)) {
          names.add(outermost(target));
        }
      }
    }
    return uses;
  }

  private static boolean permits(JavaClass owner, JavaClass target) {
    Class<?>[] permitted = owner.reflect().getPermittedSubclasses();
    return permitted != null && Arrays.asList(permitted).contains(target.reflect());
  }

  private static String outermost(JavaClass owner) {
    return owner.getEnclosingClass().map(ClassCircles::outermost).orElse(owner.getName());
  }
}

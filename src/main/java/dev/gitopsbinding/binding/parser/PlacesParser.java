package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.spec.ManifestEdit;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestEdit.EditedObject;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestObject;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.binding.parser.BindingParser.InvalidField;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the places that a binding writes. */
final class PlacesParser {
  private static final String FIELD = "spec.manifest";
  private static final int MOST_EDITS = 16;

  private PlacesParser() {}

  /**
   * The places.
   *
   * @param targetKind the kind of objects of which the spec names no kind
   * @param followsBranch whether the spec names a source repository
   */
  static ManifestPlaces parse(ManifestSpec manifest, String targetKind, boolean followsBranch)
      throws InvalidField {
    List<ManifestEdit> edits = manifest.edits();
    if (edits == null) {
      RepositoryPath path = path(FIELD, manifest.path());
      return new ManifestPlaces(
          List.of(
              new ManifestPlace(FIELD, path, null, object(manifest.object(), targetKind), false)));
    }
    if (manifest.path() != null || manifest.object() != null) {
      throw new InvalidField(
          FIELD + ".edits", "cannot be combined with spec.manifest.path and spec.manifest.object");
    }
    if (edits.isEmpty() || edits.size() > MOST_EDITS) {
      throw new InvalidField(FIELD + ".edits", "must hold 1 to 16 places");
    }
    List<ManifestPlace> places = new ArrayList<>(edits.size());
    for (ManifestEdit edit : edits) {
      places.add(place(FIELD + ".edits[" + places.size() + "]", edit, targetKind, followsBranch));
      refuseSecond(places);
    }
    return new ManifestPlaces(places);
  }

  private static ManifestPlace place(
      String field, @Nullable ManifestEdit edit, String targetKind, boolean followsBranch)
      throws InvalidField {
    if (edit == null) {
      throw new InvalidField(field, "is missing");
    }
    boolean movesRefs = Boolean.TRUE.equals(edit.refs());
    if (movesRefs && !followsBranch) {
      throw new InvalidField(
          field + ".refs", "cannot be combined with spec.source.binding: there is no source URL");
    }
    return new ManifestPlace(
        field,
        path(field, edit.path()),
        edit.key() == null ? null : BindingParser.parsed(field + ".key", edit.key(), KeyPath::new),
        object(field, edit.object(), targetKind),
        movesRefs);
  }

  private static void refuseSecond(List<ManifestPlace> places) throws InvalidField {
    ManifestPlace last = places.getLast();
    for (ManifestPlace earlier : places.subList(0, places.size() - 1)) {
      if (earlier.isSameAs(last)) {
        throw new InvalidField(last.field(), "names the same place as " + earlier.field());
      }
    }
  }

  private static RepositoryPath path(String field, @Nullable String path) throws InvalidField {
    return BindingParser.parsed(field + ".path", path, RepositoryPath::new);
  }

  private static Binding.@Nullable ManifestObject object(
      @Nullable ManifestObject object, String targetKind) throws InvalidField {
    return object == null
        ? null
        : new Binding.ManifestObject(
            object.kind() == null ? targetKind : object.kind(),
            BindingParser.required(object.name(), FIELD + ".object.name"),
            object.namespace());
  }

  private static Binding.@Nullable ManifestObject object(
      String field, @Nullable EditedObject object, String targetKind) throws InvalidField {
    return object == null
        ? null
        : new Binding.ManifestObject(
            object.kind() == null ? targetKind : object.kind(),
            BindingParser.required(object.name(), field + ".object.name"),
            object.namespace());
  }
}

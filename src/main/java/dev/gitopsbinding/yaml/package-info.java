/** Finds image scalars in YAML text and replaces their tags, byte for byte otherwise the same. */
package dev.gitopsbinding.yaml;

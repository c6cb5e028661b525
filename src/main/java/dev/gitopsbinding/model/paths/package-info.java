/** Patterns of paths, as git's pathspecs read them. Pure. */
@NullMarked
package dev.gitopsbinding.model.paths;

import org.jspecify.annotations.NullMarked;

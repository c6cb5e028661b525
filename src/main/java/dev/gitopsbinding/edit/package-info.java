/** The kinds of manifest files that can be edited, and the choice of the kind for a file. */
@NullMarked
package dev.gitopsbinding.edit;

import org.jspecify.annotations.NullMarked;

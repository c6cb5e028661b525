/** Which kinds of manifest files can be edited, and how one is chosen for a file. */
@NullMarked
package dev.gitopsbinding.edit;

import org.jspecify.annotations.NullMarked;

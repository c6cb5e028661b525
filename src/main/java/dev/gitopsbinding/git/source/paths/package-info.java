/** Which commits of source branches touch paths: trees are compared, and no file is read. */
@NullMarked
package dev.gitopsbinding.git.source.paths;

import org.jspecify.annotations.NullMarked;

# first
function One {
    # <Inner>
    $a = 1
    # </Inner>
}
#region Second
$b = "<two>"
#endregion
# last

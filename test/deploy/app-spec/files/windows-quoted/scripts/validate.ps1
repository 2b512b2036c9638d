Write-Output "done"

waybookSearch("words",`AchangedAdraftAguideArolesAservicesBtartAtasksAwhat`)
